import { QueryClient } from '@tanstack/react-query';
import { isWorthRetrying } from './letta/describe-failure.ts';

/** The cache of everything the servers said. Reads are tried again once where that can help, writes never. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 1 && isWorthRetrying(error),
        retryDelay: 500,
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
}
