'use client';

import { useQuery } from '@tanstack/react-query';
import { Braces, Settings2 } from 'lucide-react';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { useAdvancedFields } from '#components/session/use-advanced-fields.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeButton } from '#components/ui/code-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { type AgentState, agentQuery } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { MESSAGE_IDS_FIELD } from '#lib/letta/setting-fields.ts';
import { EmbeddingSetting } from './embedding-setting.tsx';
import { SettingsForm } from './settings-form.tsx';

const AgentJsonDialog = lazyComponent(() => import('./agent-json-dialog.tsx').then((module) => module.AgentJsonDialog));

/** What is rarely changed, and the agent as the server tells it. */
export function AdvancedSection() {
  const ref = useAgentRef();
  const fields = useAdvancedFields(ref.serverId);
  const query = useQuery(agentQuery(ref));
  return (
    <Section id="configuration.advanced" title="Advanced" icon={<Settings2 />} defaultOpen={false}>
      <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={8} />}>
        {(agent) => (
          <div className="flex flex-col gap-4">
            <AgentType type={agent.agent_type} />
            <EmbeddingSetting agent={agent} />
            <SettingsForm name="advanced" label="Advanced settings" agent={agent} fields={fields} />
            <MessagesInContext agent={agent} />
            <Provenance agent={agent} />
            <AsTheServerTells agent={agent} />
          </div>
        )}
      </QueryView>
    </Section>
  );
}

const CURRENT_TYPE = 'letta_v1_agent';

function AgentType({ type }: { type: string }) {
  const isOld = type.startsWith('memgpt');
  return (
    <div className="flex flex-col gap-1 text-sm">
      <p className="flex items-center gap-2">
        <span className="font-medium">Agent type</span>
        <Badge mono>{type}</Badge>
        {isOld ? <Badge tone="warning">legacy</Badge> : null}
      </p>
      <p className="text-faint">
        {isOld
          ? `Fixed at creation. New agents are of type ${CURRENT_TYPE}; export this one and import it as such to move it.`
          : 'Fixed at creation.'}
      </p>
    </div>
  );
}

const ORIGINS = ['project_id', 'template_id', 'base_template_id', 'deployment_id', 'entity_id'] as const;

/** Where Letta Cloud made the agent from. */
function Provenance({ agent }: { agent: AgentState }) {
  const known = ORIGINS.flatMap((field) => (agent[field] ? [[field, agent[field]] as const] : []));
  if (known.length === 0)
    return <p className="text-faint text-sm">No project, template or deployment: only Letta Cloud has them.</p>;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-sm">
      {known.map(([field, id]) => (
        <div key={field} className="contents">
          <dt className="text-muted">{field}</dt>
          <dd className="wrap-anywhere font-mono">{id}</dd>
        </div>
      ))}
    </dl>
  );
}

function MessagesInContext({ agent }: { agent: AgentState }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="flex flex-col gap-2">
      <Button size="sm" className="self-start" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Hide the message ids' : `Messages in context: ${agent.message_ids?.length ?? 0}`}
      </Button>
      {isOpen ? (
        <SettingsForm name="message-ids" label="Messages in context" agent={agent} fields={[MESSAGE_IDS_FIELD]} />
      ) : null}
    </div>
  );
}

function AsTheServerTells({ agent }: { agent: AgentState }) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" icon={<Braces />} onClick={() => setShown(true)}>
        Raw JSON
      </Button>
      <CodeButton
        title="Read this agent"
        label="As code"
        call={() => ({
          method: 'GET',
          path: `/v1/agents/${agent.id}`,
          sdk: { method: 'agents.retrieve', args: [agent.id] },
        })}
      />
      <CodeButton
        title="Talk to it as a chat completion"
        label="For other clients"
        call={() => ({
          method: 'POST',
          path: '/v1/chat/completions',
          body: { model: agent.id, messages: [{ role: 'user', content: 'Hello' }] },
        })}
      />
      {isShown ? <AgentJsonDialog onClose={() => setShown(false)} /> : null}
    </div>
  );
}
