import { queryOptions } from '@tanstack/react-query';
import { lettaClient } from './create-letta-client.ts';

/** The folders of a server, the newest 50, or the one of that name. */
export function foldersQuery(serverId: string, name: string) {
  return queryOptions({
    queryKey: ['folders', serverId, 'list', name] as const,
    queryFn: async ({ signal }) =>
      (await lettaClient(serverId).folders.list({ limit: 50, ...(name ? { name } : {}) }, { signal })).items,
  });
}
