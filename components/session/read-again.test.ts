import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, it } from 'vitest';
import { readAgain } from './read-again.ts';

const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
afterEach(() => client.clear());

/** A page that shows something, and a server that answers when the test says so with what it held when it was asked. */
function open() {
  const asked: { held: string; answer: () => void }[] = [];
  const server = { holds: 'before' };
  const observer = new QueryObserver(client, {
    queryKey: ['thing'],
    queryFn: () => {
      const { promise, resolve } = Promise.withResolvers<string>();
      const held = server.holds;
      asked.push({ held, answer: () => resolve(held) });
      return promise;
    },
  });
  const leave = observer.subscribe(() => undefined);
  return { asked, server, shown: () => observer.getCurrentResult().data, leave };
}

it.each([true, false])('what is read for the first time meanwhile is read again: %s', async (cancelRefetch) => {
  const { asked, server, shown, leave } = open();
  server.holds = 'after';
  const again = readAgain(client, ['thing'], { cancelRefetch });
  asked[0]?.answer();
  if (cancelRefetch) {
    await expect.poll(() => asked.length).toBe(2);
    asked[1]?.answer();
  }
  await again;
  expect(shown()).toBe(cancelRefetch ? 'after' : 'before');
  leave();
});

it('what is read again meanwhile is begun anew, once', async () => {
  const { asked, server, shown, leave } = open();
  asked[0]?.answer();
  await expect.poll(shown).toBe('before');
  void client.invalidateQueries({ queryKey: ['thing'] });
  await expect.poll(() => asked.length).toBe(2);
  server.holds = 'after';
  const again = readAgain(client, ['thing'], { cancelRefetch: true });
  await expect.poll(() => asked.length).toBe(3);
  for (const { answer } of asked) answer();
  await again;
  expect([shown(), asked.length]).toEqual(['after', 3]);
  leave();
});
