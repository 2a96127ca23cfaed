import { QueryClient } from '@tanstack/react-query';
import { isWorthRetrying } from './letta/describe-failure.ts';

/**
 * The cache of everything the servers said. Reads are tried again once where that can help, writes never. Neither waits
 * for the browser's word that there is a network: the Letta ADE is on this computer, most of the time.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 1 && isWorthRetrying(error),
        retryDelay: 500,
        refetchOnWindowFocus: true,
        refetchOnReconnect: true,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
