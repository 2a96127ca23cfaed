'use client';

import { BookText, Brain, Cpu, Folder, KeyRound, Settings2, Shrink, Wrench } from 'lucide-react';
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
  const paths = (fields: SettingField[]) => markOf(fields.map(({ path }) => path));
  const entered = (fields: SettingField[]) => fields.filter(({ path }) => path in form.settings).length || undefined;
  const settings = (fields: SettingField[]) => <NewAgentSettings {...part} fields={fields} />;
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
      <Section
        id="new-agent.model"
        title="Model settings"
        icon={<Cpu />}
        count={entered(groups.model)}
        actions={paths(groups.model)}
        defaultOpen={false}
      >
        {settings(groups.model)}
      </Section>
      <Section
        id="new-agent.compaction"
        title="Compaction"
        icon={<Shrink />}
        count={entered(groups.compaction)}
        actions={paths(groups.compaction)}
        defaultOpen={false}
      >
        {settings(groups.compaction)}
      </Section>
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
      <Section
        id="new-agent.advanced"
        title="Advanced"
        icon={<Settings2 />}
        count={entered(groups.advanced)}
        actions={paths(groups.advanced)}
        defaultOpen={false}
      >
        {settings(groups.advanced)}
      </Section>
    </div>
  );
}
