import type { QueryClient, QueryKey } from '@tanstack/react-query';

/** Reads what is on the page again; with `cancelRefetch` also what is being read just now. Resolves when it is there. */
export async function readAgain(
  client: QueryClient,
  queryKey: QueryKey,
  options: { cancelRefetch: boolean },
): Promise<void> {
  // What is read for the first time is not begun anew: it may tell how things were before.
  const reading = client.getQueryCache().findAll({ queryKey, fetchStatus: 'fetching' });
  const isFirst = options.cancelRefetch && reading.some(({ state }) => state.data === undefined);
  await client.invalidateQueries({ queryKey }, options);
  if (isFirst) await client.invalidateQueries({ queryKey }, options);
}
