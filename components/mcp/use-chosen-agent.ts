import { parseAsString, useQueryState } from 'nuqs';
import { routes } from '#lib/routes.ts';

/** The agent that gets tools on these pages. It stands in the address, so that links from an agent bring it along. */
export function useChosenAgent(serverId: string) {
  const [agentId, setAgentId] = useQueryState('agent', parseAsString.withDefault(''));
  const query = agentId === '' ? '' : `?agent=${encodeURIComponent(agentId)}`;
  return {
    agentId: agentId === '' ? null : agentId,
    choose: (id: string) => void setAgentId(id === '' ? null : id),
    hrefOf: (key: string) => routes.mcpServer(serverId, key) + query,
    listHref: routes.mcp(serverId) + query,
  };
}
