import { queryOptions } from '@tanstack/react-query';
import { serverPath } from './create-letta-client.ts';
import { statusOf } from './describe-failure.ts';
import { requestJson } from './request-json.ts';

/** Whom an agent belongs to, as far as lists name it. */
interface Identity {
  id: string;
  identifier_key: string;
  name: string;
}

/** The server's identities; at most 200. Null where the server has none to offer. */
export function identitiesQuery(serverId: string) {
  return queryOptions({
    queryKey: ['identities', serverId] as const,
    queryFn: ({ signal }): Promise<Identity[] | null> =>
      requestJson<Identity[]>(`${serverPath(serverId)}/v1/identities/?limit=200`, { signal }).catch(
        (error: unknown) => {
          if (statusOf(error) === 404) return null;
          throw error;
        },
      ),
    staleTime: 60_000,
  });
}
