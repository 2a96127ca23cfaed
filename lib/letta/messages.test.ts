import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { messagesQuery } from './messages.ts';

const ref = { serverId: 'embedded', agentId: 'agent-1', conversationId: null };
const PAGE = 100;

let length: number;
let asked: (string | null)[];

beforeEach(() => {
  length = 450;
  asked = [];
  vi.stubGlobal('fetch', async (path: string) => {
    const { searchParams } = new URL(path, 'http://ade');
    const before = searchParams.get('before');
    asked.push(before);
    const end = before === null ? length : Number(before.replace('message-', ''));
    const ids = Array.from({ length: end }, (_, index) => ({ id: `message-${index}`, message_type: 'user_message' }));
    return Response.json(ids.slice(-PAGE));
  });
});
afterEach(() => vi.unstubAllGlobals());

async function open(pages: number) {
  const client = new QueryClient();
  const query = new InfiniteQueryObserver(client, messagesQuery(ref, { withErrors: false }));
  await query.refetch();
  for (let page = 1; page < pages; page += 1) await query.fetchNextPage();
  asked = [];
  const ids = () =>
    query
      .getCurrentResult()
      .data?.pages.toReversed()
      .flat()
      .map(({ id }) => id) ?? [];
  return { query, ids };
}

const idsFrom = (first: number) => Array.from({ length: length - first }, (_, index) => `message-${first + index}`);

test('read again, a long history costs one page', async () => {
  const { query, ids } = await open(4);
  length += 5;
  await query.refetch();
  expect(asked).toEqual([null]);
  expect(ids()).toEqual(idsFrom(50));
  await query.fetchNextPage();
  expect(asked).toEqual([null, 'message-50']);
  expect(ids()).toEqual(idsFrom(0));
});

test('when more has come than a page holds, all pages are read again', async () => {
  const { query, ids } = await open(2);
  length += 150;
  await query.refetch();
  expect(asked).toEqual([null, 'message-500']);
  expect(ids()).toEqual(idsFrom(400));
});
