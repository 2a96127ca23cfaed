'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { SelectField } from '#components/ui/select-field.tsx';
import { agentQuery, agentsQuery } from '#lib/letta/agents.ts';

interface AgentPickerProps {
  serverId: string;
  agentId: string | null;
  onChoose: (agentId: string) => void;
}

/** Which agent gets the tools: one of the newest, or the one the page was opened for. */
export function AgentPicker({ serverId, agentId, onChoose }: AgentPickerProps) {
  const newest = useInfiniteQuery(agentsQuery(serverId, { text: '', tags: [] }));
  const agents = newest.data?.pages.flat() ?? [];
  const isListed = agents.some(({ id }) => id === agentId);
  const chosen = useQuery({
    ...agentQuery({ serverId, agentId: agentId ?? '' }),
    enabled: agentId !== null && newest.data !== undefined && !isListed,
  });
  const shown = !isListed && chosen.data ? [chosen.data, ...agents] : agents;
  return (
    <SelectField
      label="Attach tools to"
      className="w-full sm:w-60"
      placeholder="Choose an agent"
      value={agentId ?? ''}
      onValueChange={onChoose}
      hint={newest.hasNextPage ? 'The newest 50. To reach another, come here from its page.' : undefined}
      options={shown.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
