'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { newRule, RulesEditor } from '#components/session/rules-editor.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { PickList } from '#components/ui/pick-list.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { BUILT_IN_SERVER } from '#lib/letta/servers.ts';
import { toolLibraryQuery } from '#lib/letta/tools.ts';
import type { NewAgentPartProps } from './new-agent-part.ts';
import type { StarterAgent } from './starter-agents.ts';

/** What the agent can call, and the rules for that. */
export function NewAgentTools({
  serverId,
  form,
  change,
  starter,
}: NewAgentPartProps & { starter: StarterAgent | null }) {
  const [search, setSearch] = useState('');
  const library = useInfiniteQuery(toolLibraryQuery(serverId, { search: useDeferredValue(search).trim(), types: [] }));
  const all = useInfiniteQuery(toolLibraryQuery(serverId, { search: '', types: [] }));
  const found = library.data?.pages.flat();
  const known = (all.data?.pages.flat() ?? []).flatMap(({ name }) => (name ? [name] : []));
  const isBuiltIn = serverId === BUILT_IN_SERVER;
  return (
    <div className="flex flex-col gap-4">
      <PickList
        legend="Tools"
        noun="tool"
        search={search}
        onSearch={setSearch}
        query={{
          ...library,
          data: found?.map(({ id, name, description }) => ({ id, name: name ?? id, detail: description ?? undefined })),
        }}
        describeError={describeFailure}
        chosen={form.tools}
        onChange={(tools) => change({ tools })}
      />
      <TagList
        label="Tools by name"
        hint={starter?.newTools ? 'The starter brings a tool of its own, which goes into the library.' : undefined}
        placeholder="Add a name"
        values={form.toolNames}
        onValuesChange={(toolNames) => change({ toolNames })}
        suggestions={known}
      />
      <Checkbox
        label="Base tools"
        hint="To change its memory and to search its messages."
        checked={form.withBaseTools}
        onCheckedChange={(withBaseTools) => change({ withBaseTools })}
      />
      <Checkbox
        label="Tools for messaging other agents"
        hint={isBuiltIn ? 'The built-in server has none. A Letta server of your own has.' : undefined}
        disabled={isBuiltIn}
        checked={form.withMultiAgentTools}
        onCheckedChange={(withMultiAgentTools) => change({ withMultiAgentTools })}
      />
      <SelectField
        label="Rules of the base tools"
        value={form.baseToolRules}
        placeholder="As the server does for this type of agent"
        onValueChange={(value) => change({ baseToolRules: value as typeof form.baseToolRules })}
        options={[
          { value: 'yes', label: 'With them' },
          { value: 'no', label: 'Without them' },
        ]}
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium text-sm">Tool rules</legend>
        <RulesEditor rules={form.rules} tools={known} onChange={(rules) => change({ rules })} />
        <Button
          size="sm"
          className="self-start"
          icon={<Plus />}
          onClick={() => change({ rules: [...form.rules, newRule()] })}
        >
          Add a rule
        </Button>
      </fieldset>
    </div>
  );
}
