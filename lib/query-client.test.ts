import { onlineManager } from '@tanstack/react-query';
import { afterEach, expect, test } from 'vitest';
import { createQueryClient } from './query-client.ts';

afterEach(() => onlineManager.setOnline(true));

test('a computer without a network still reads from and writes to the server on it', async () => {
  onlineManager.setOnline(false);
  const client = createQueryClient();
  expect(await client.fetchQuery({ queryKey: ['agents'], queryFn: () => 'read' })).toBe('read');
  const mutation = client.getMutationCache().build(client, { mutationFn: async () => 'written' });
  expect(await mutation.execute(undefined)).toBe('written');
}, 2_000);
