'use client';

import { BookText, Brain, Cpu, Folder, KeyRound, Settings2, Shrink, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { type EnvVar, EnvVars } from '#components/session/env-vars.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Section } from '#components/ui/section.tsx';
import type { SettingField } from '#lib/letta/setting-fields.ts';
import { NewAgentData } from './new-agent-data.tsx';
import { NewAgentMemory } from './new-agent-memory.tsx';
import type { NewAgentPartProps } from './new-agent-part.ts';
import { NewAgentPrompt } from './new-agent-prompt.tsx';
import { NewAgentSettings } from './new-agent-settings.tsx';
import { NewAgentTools } from './new-agent-tools.tsx';
import type { StarterAgent } from './starter-agents.ts';

type NewAgentSectionsProps = NewAgentPartProps & {
  starter: StarterAgent | null;
  groups: Record<'model' | 'compaction' | 'advanced', SettingField[]>;
  secrets: EnvVar[];
  onSecrets: (secrets: EnvVar[]) => void;
};

/** The parts of an agent, each folded away until it is wanted. */
export function NewAgentSections({ starter, groups, secrets, onSecrets, ...part }: NewAgentSectionsProps) {
  const { form, problems } = part;
  const markOf = (keys: string[]) =>
    keys.some((key) => problems.has(key)) ? <Badge tone="danger">!</Badge> : undefined;
  const settings = (id: string, title: string, icon: ReactNode, fields: SettingField[]) => (
    <Section
      id={id}
      title={title}
      icon={icon}
      count={fields.filter(({ path }) => path in form.settings).length || undefined}
      actions={markOf(fields.map(({ path }) => path))}
      defaultOpen={false}
    >
      <NewAgentSettings {...part} fields={fields} />
    </Section>
  );
  return (
    <div className="border-border border-t">
      <Section
        id="new-agent.memory"
        title="Memory"
        icon={<Brain />}
        count={form.blocks.length + form.sharedBlocks.length}
        actions={markOf(form.blocks.map(({ id }) => id))}
      >
        <NewAgentMemory {...part} />
      </Section>
      <Section
        id="new-agent.tools"
        title="Tools"
        icon={<Wrench />}
        count={form.tools.length + form.toolNames.length || undefined}
        actions={markOf(['rules'])}
        defaultOpen={false}
      >
        <NewAgentTools {...part} starter={starter} />
      </Section>
      <Section
        id="new-agent.prompt"
        title="Prompt and first messages"
        icon={<BookText />}
        actions={markOf(form.openingMessages.map(({ id }) => id))}
        defaultOpen={false}
      >
        <NewAgentPrompt {...part} />
      </Section>
      {settings('new-agent.model', 'Model settings', <Cpu />, groups.model)}
      {settings('new-agent.compaction', 'Compaction', <Shrink />, groups.compaction)}
      <Section
        id="new-agent.variables"
        title="Variables"
        icon={<KeyRound />}
        count={secrets.length || undefined}
        defaultOpen={false}
      >
        <p className="mb-2 text-faint text-sm">For its tools. They are sent once and kept nowhere in this browser.</p>
        <EnvVars vars={secrets} onChange={onSecrets} />
      </Section>
      <Section
        id="new-agent.data"
        title="Data"
        icon={<Folder />}
        count={form.folders.length || undefined}
        defaultOpen={false}
      >
        <NewAgentData {...part} />
      </Section>
      {settings('new-agent.advanced', 'Advanced', <Settings2 />, groups.advanced)}
    </div>
  );
}
