'use client';

import { useQuery } from '@tanstack/react-query';
import { Shrink } from 'lucide-react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { agentQuery } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { COMPACTION_FIELDS } from '#lib/letta/setting-fields.ts';
import { SettingsForm } from './settings-form.tsx';

/** How the conversation is shortened when it no longer fits. */
export function CompactionSection() {
  const query = useQuery(agentQuery(useAgentRef()));
  return (
    <Section id="configuration.compaction" title="Compaction" icon={<Shrink />} defaultOpen={false}>
      <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={8} />}>
        {(agent) => <SettingsForm name="compaction" label="Compaction" agent={agent} fields={COMPACTION_FIELDS} />}
      </QueryView>
    </Section>
  );
}
