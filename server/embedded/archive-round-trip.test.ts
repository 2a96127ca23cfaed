import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readImport } from '#lib/archival/read-import.ts';
import { toMemoriesFile } from '#lib/archival/to-memories-file.ts';
import { readAllPassages } from '#lib/letta/archival.ts';
import { addPassage } from '#lib/letta/passages.ts';
import { openTestServer } from './test-server.ts';

type TestServer = Awaited<ReturnType<typeof openTestServer>>;

const text = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 60 })
  .map((value) => value.replaceAll('\0', '0').toWellFormed())
  .filter((value) => value.trim() !== '');
const passage = fc.record({
  text,
  tags: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9 _-]{0,12}$/), { maxLength: 3 }),
  created_at: fc
    .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
});

const servers: Record<string, TestServer> = {};

// The page's client reaches both servers, each under its own id; it keeps the `fetch` it finds first.
beforeAll(() => {
  vi.stubGlobal('location', { origin: 'http://localhost:3000' });
  vi.stubGlobal('fetch', async (address: string | URL, init: RequestInit = {}) => {
    const { pathname, search } = new URL(address);
    const [, , , id = '', ...path] = pathname.split('/');
    const server = servers[id];
    if (!server) throw new Error(`No server ${id}`);
    return await server.app.request(`/${path.join('/')}${search}`, init);
  });
});

afterAll(() => vi.unstubAllGlobals());

const OPTIONS = { onCount: () => undefined, signal: new AbortController().signal };

async function carryOver(passages: { text: string; tags: string[]; created_at: string }[]): Promise<string[]> {
  const [here, there] = [await openTestServer(), await openTestServer()];
  const [from, to] = [await here.createAgent(), await there.createAgent()];
  for (const each of passages)
    expect((await here.call('POST', `/v1/agents/${from.id}/archival-memory`, each)).status).toBe(200);
  Object.assign(servers, { here, there });
  const file = toMemoriesFile(await readAllPassages({ serverId: 'here', agentId: from.id }, OPTIONS));
  const reading = readImport('memories.json', file, 'whole');
  const ref = { serverId: 'there', agentId: to.id };
  for (const memory of reading.ok ? reading.memories : []) await addPassage(ref, memory);
  const again = toMemoriesFile(await readAllPassages(ref, OPTIONS));
  await Promise.all([here.db.destroy(), there.db.destroy()]);
  return [file, again];
}

it('archival memory is the same after an export and an import on another server', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(passage, { maxLength: 8 }), async (passages) => {
      const [file = '', again] = await carryOver(passages);
      expect(again).toBe(file);
      const texts = JSON.parse(file).passages.map((each: { text: string }) => each.text);
      expect(texts.toSorted()).toEqual(passages.map((each) => each.text).toSorted());
    }),
    { numRuns: 30 },
  );
}, 120_000);

it('archival memory of several pages arrives whole and in order', async () => {
  const passages = Array.from({ length: 230 }, (_, index) => ({
    text: `Memory ${index}`,
    tags: [],
    // Many were kept at the same moment, as after an import.
    created_at: new Date(Date.UTC(2026, 0, 1, 0, 0, Math.floor(index / 50))).toISOString(),
  }));
  const [file = '', again] = await carryOver(passages);
  expect(JSON.parse(file).passages.map((each: { text: string }) => each.text)).toEqual(
    passages.map((each) => each.text),
  );
  expect(again).toBe(file);
}, 120_000);
