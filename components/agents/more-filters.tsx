'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useCapability } from '#components/session/use-capability.ts';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { identitiesQuery } from '#lib/letta/identities.ts';
import { isLettaCloud, serversQuery } from '#lib/letta/servers.ts';
import type { Filter } from './use-agent-filter.ts';

interface MoreFiltersProps {
  serverId: string;
  filter: Filter;
  onChange: (change: Partial<Filter>) => void;
}

/** Hidden agents, identities, projects and templates. What the server cannot filter by is off, and says why. */
export function MoreFilters({ serverId, filter, onChange }: MoreFiltersProps) {
  const [wasOpened, setWasOpened] = useState(false);
  const used = [filter.hidden, filter.identity, filter.key.length, filter.project, filter.template, filter.base];
  const count = used.filter(Boolean).length;
  return (
    <details
      className="group col-span-2 w-full"
      onToggle={(event) => setWasOpened((before) => before || event.currentTarget.open)}
    >
      <summary className="inline-flex min-h-6 cursor-pointer list-none items-center gap-1 rounded-sm text-muted text-sm hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight className="size-3.5 transition-transform group-open:rotate-90" />
        More filters{count > 0 ? ` (${count})` : ''}
      </summary>
      {wasOpened ? (
        <div className="mt-2 flex flex-col gap-3 rounded-lg border border-border p-3">
          <Checkbox
            label="Hidden agents too"
            checked={filter.hidden}
            onCheckedChange={(hidden) => onChange({ hidden })}
          />
          <IdentityFilters serverId={serverId} filter={filter} onChange={onChange} />
          <CloudFilters serverId={serverId} filter={filter} onChange={onChange} />
        </div>
      ) : null}
    </details>
  );
}

function IdentityFilters({ serverId, filter, onChange }: MoreFiltersProps) {
  const { usable, offReason } = useCapability(serverId, 'identities');
  const identities = useQuery({ ...identitiesQuery(serverId), enabled: usable });
  const reason = offReason ?? (identities.data === null ? 'This server offers no identities.' : undefined);
  const failure = identities.error ? describeFailure(identities.error).title : undefined;
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      <SelectField
        label="Identity"
        value={filter.identity}
        placeholder="Any identity"
        disabled={reason !== undefined}
        hint={reason}
        error={failure}
        onValueChange={(identity) => onChange({ identity })}
        options={(identities.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TagList
        label="Identifier keys"
        placeholder="Any key"
        values={filter.key}
        disabled={reason !== undefined}
        onValuesChange={(key) => onChange({ key })}
        suggestions={(identities.data ?? []).map((identity) => identity.identifier_key)}
      />
    </div>
  );
}

function CloudFilters({ serverId, filter, onChange }: MoreFiltersProps) {
  const server = useQuery(serversQuery()).data?.find(({ id }) => id === serverId);
  const isOff = !server || !isLettaCloud(server);
  return (
    <>
      <div className="grid gap-2 sm:grid-cols-3">
        <TextField
          label="Project id"
          value={filter.project}
          disabled={isOff}
          onValueChange={(project) => onChange({ project })}
        />
        <TextField
          label="Template id"
          value={filter.template}
          disabled={isOff}
          onValueChange={(template) => onChange({ template })}
        />
        <TextField
          label="Base template id"
          value={filter.base}
          disabled={isOff}
          onValueChange={(base) => onChange({ base })}
        />
      </div>
      <p className="text-faint text-sm">
        {isOff
          ? 'Only Letta Cloud has projects and templates, and a search through everything in an agent. Here the search looks at names.'
          : "The search looks at names. Letta Cloud's own search through agents is not used here."}
      </p>
    </>
  );
}
