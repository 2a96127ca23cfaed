import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { blockKeys } from './blocks.ts';
import { serverPath } from './create-letta-client.ts';
import { requestJson } from './request-json.ts';

/** Who a block can belong to. Letta has deprecated identities. */
export interface Identity {
  id: string;
  name: string;
  identifier_key: string;
  block_ids?: string[];
}

const identitiesKey = (serverId: string) => [...blockKeys.all(serverId), 'identities'] as const;

/** The identities that have a block, among the first 200 of the server. */
export function blockIdentitiesQuery(serverId: string, blockId: string) {
  return queryOptions({
    queryKey: [...identitiesKey(serverId), blockId] as const,
    queryFn: async ({ signal }) => {
      const path = `${serverPath(serverId)}/v1/identities/?limit=200`;
      const identities = await requestJson<Identity[]>(path, { signal });
      return identities.filter(({ block_ids }) => block_ids?.includes(blockId));
    },
  });
}

/** Gives a block to an identity, or takes it away. */
export function linkIdentityMutation(serverId: string, blockId: string) {
  return mutationOptions({
    mutationFn: ({ identityId, action }: { identityId: string; action: 'attach' | 'detach' }) => {
      const [block, identity] = [blockId, identityId].map(encodeURIComponent);
      const path = `${serverPath(serverId)}/v1/blocks/${block}/identities/${action}/${identity}`;
      return requestJson<unknown>(path, { method: 'PATCH' });
    },
    onSuccess: (_block, _input, _result, { client }) => client.invalidateQueries({ queryKey: identitiesKey(serverId) }),
  });
}
