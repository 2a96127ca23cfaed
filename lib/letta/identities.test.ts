import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { blockIdentitiesQuery, identitiesQuery, identityAgentsQuery, identityPagesQuery } from './identities.ts';

const ALL = Array.from({ length: 70 }, (_, index) => ({ id: `identity-${index}` }));

let status: number;
let asked: string[];
let client: QueryClient;

beforeEach(() => {
  status = 200;
  asked = [];
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  vi.stubGlobal('fetch', async (path: string) => {
    const { pathname, searchParams } = new URL(path, 'http://ade');
    asked.push(path.replace('/api/servers/one/v1', ''));
    if (pathname.endsWith('/blocks')) return Response.json(pathname.includes('identity-7/') ? [{ id: 'block-1' }] : []);
    const start = ALL.findIndex(({ id }) => id === searchParams.get('after')) + 1;
    const page = ALL.slice(start, start + Number(searchParams.get('limit')));
    return Response.json(status === 200 ? page : { detail: 'Not Found' }, { status });
  });
});
afterEach(() => vi.unstubAllGlobals());

test('the library goes on after the last one of a page', async () => {
  const query = new InfiniteQueryObserver(client, identityPagesQuery('one', { where: 'name', text: 'Ada & co' }));
  await query.refetch();
  expect((await query.fetchNextPage()).data?.pages.flat()).toEqual(ALL);
  expect(query.getCurrentResult().hasNextPage).toBe(false);
  expect(asked).toEqual([
    '/identities/?limit=50&order=asc&name=Ada+%26+co',
    '/identities/?limit=50&order=asc&name=Ada+%26+co&after=identity-49',
  ]);
});

test('a key is sought as a key', async () => {
  await client.fetchInfiniteQuery(identityPagesQuery('one', { where: 'identifier_key', text: 'u1' }));
  expect(asked).toEqual(['/identities/?limit=50&order=asc&identifier_key=u1']);
});

test('a server without identities has none to choose from; other failures stay failures', async () => {
  status = 404;
  expect(await client.fetchQuery(identitiesQuery('one'))).toBeNull();
  status = 500;
  await expect(client.fetchQuery({ ...identitiesQuery('one'), staleTime: 0 })).rejects.toMatchObject({ status: 500 });
});

test('the agents of an identity are asked of that identity', async () => {
  await client.fetchQuery(identityAgentsQuery('one', 'identity/1'));
  expect(asked).toEqual(['/identities/identity%2F1/agents?limit=100&order=desc']);
});

test('who has a block is asked of each identity: the list does not tell', async () => {
  expect(await client.fetchQuery(blockIdentitiesQuery('one', 'block-1'))).toEqual([{ id: 'identity-7' }]);
  expect(await client.fetchQuery(blockIdentitiesQuery('one', 'block-2'))).toEqual([]);
  expect(asked).toContain('/identities/identity-49/blocks?limit=1000');
});
