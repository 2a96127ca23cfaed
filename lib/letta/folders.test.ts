import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  type Folder,
  type FolderFile,
  fileState,
  findFolders,
  folderAgentsQuery,
  folderEmbedding,
  foldersQuery,
} from './folders.ts';

let answer: (url: URL) => Response;
let asked: string[];
let client: QueryClient;

beforeEach(() => {
  asked = [];
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  vi.stubGlobal('location', { origin: 'http://ade' });
  vi.stubGlobal('fetch', async (path: string | URL) => {
    const url = new URL(path, 'http://ade');
    asked.push(url.pathname.replace('/api/servers/one/v1', '') + url.search);
    return answer(url);
  });
});
afterEach(() => vi.unstubAllGlobals());

const folder = (fields: Partial<Folder>) => ({ id: 'source-1', name: 'a', ...fields }) as Folder;

test('folders are read to the end, and listed by name', async () => {
  const all = Array.from({ length: 450 }, (_, index) => folder({ id: `source-${index}`, name: `n${999 - index}` }));
  answer = ({ searchParams }) => {
    const start = all.findIndex(({ id }) => id === searchParams.get('after')) + 1;
    return Response.json(all.slice(start, start + Number(searchParams.get('limit'))));
  };
  const names = (await client.fetchQuery(foldersQuery('one'))).map(({ name }) => name);
  expect(names).toEqual(all.map(({ name }) => name).reverse());
  expect(asked).toEqual([
    '/folders/?limit=200&order=asc',
    '/folders/?limit=200&order=asc&after=source-199',
    '/folders/?limit=200&order=asc&after=source-399',
  ]);
});

test('a server that gives the same page again is not asked for ever, and no folder is listed twice', async () => {
  const page = Array.from({ length: 200 }, (_, index) => folder({ id: `source-${index}`, name: `n${index}` }));
  answer = () => Response.json(page);
  expect(await client.fetchQuery(foldersQuery('one'))).toHaveLength(200);
  expect(asked).toHaveLength(2);
});

test.each([
  ['', ['Handbook', 'notes']],
  ['HAND', ['Handbook']],
  ['meeting', ['notes']],
  ['nothing', []],
])('a search for %j', (text, found) => {
  const folders = [
    folder({ name: 'Handbook', description: null }),
    folder({ name: 'notes', description: 'Of every meeting' }),
  ];
  expect(findFolders(folders, text).map(({ name }) => name)).toEqual(found);
});

test.each([
  [{ handle: 'openai/small', embedding_model: 'small' }, 'openai/small'],
  [{ handle: null, embedding_model: 'small' }, 'small'],
  [undefined, null],
])('the embedding of %j', (embedding_config, handle) => {
  expect(folderEmbedding(folder({ embedding_config } as Partial<Folder>))).toBe(handle);
});

test.each([
  [{ processing_status: 'completed' }, 'ready', 'success'],
  [{ processing_status: 'error' }, 'failed', 'danger'],
  [{ processing_status: 'embedding', chunks_embedded: 3, total_chunks: 10 }, 'embedding, 3 of 10 parts', 'neutral'],
  [{ processing_status: 'embedding', chunks_embedded: null, total_chunks: null }, 'embedding', 'neutral'],
  [{ processing_status: 'parsing' }, 'being read', 'neutral'],
  [{ processing_status: 'pending' }, 'waiting', 'neutral'],
  [{ processing_status: 'quarantined' }, 'quarantined', 'neutral'],
  [{}, 'state not reported', 'neutral'],
])('the state of %j', (file, label, tone) => {
  expect(fileState(file as FolderFile)).toEqual({ label, tone });
});

test('the agents of a folder have their names; one that is gone is left out, one that fails keeps its id', async () => {
  answer = ({ pathname }) => {
    if (pathname.endsWith('/agents')) return Response.json(['agent-1', 'agent-2', 'agent-3']);
    if (pathname.endsWith('/agent-1')) return Response.json({ id: 'agent-1', name: 'Ada' });
    return Response.json({ detail: 'no' }, { status: pathname.endsWith('/agent-2') ? 404 : 500 });
  };
  expect(await client.fetchQuery(folderAgentsQuery('one', 'source-1'))).toEqual([
    { id: 'agent-1', name: 'Ada' },
    { id: 'agent-3', name: 'agent-3' },
  ]);
});
