import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '#server/api-error.ts';
import { createLog } from '#server/log.ts';
import { createToolCasesRoutes } from './tool-cases-routes.ts';
import { openToolCasesStore } from './tool-cases-store.ts';

const log = createLog(
  () => undefined,
  () => undefined,
);
const CASE = {
  id: '11111111-1111-4111-8111-111111111111',
  name: 'Six sides',
  args: { sides: 6 },
  expectations: [{ kind: 'contains', value: 'rolled' }],
  createdAt: '2026-01-01T00:00:00.000Z',
};
const PATH = `/embedded/roll_dice/${CASE.id}`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tool-cases-'));
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

async function open() {
  const routes = createToolCasesRoutes(await openToolCasesStore(folder, log));
  routes.onError((error, c) =>
    error instanceof ApiError ? c.json(error.problem, error.status) : c.json({ message: String(error) }, 500),
  );
  const call = (method: string, path: string, body?: unknown) =>
    routes.request(path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  return { call, list: async () => (await (await call('GET', '/embedded/roll_dice')).json()) as unknown[] };
}

describe('saved cases', () => {
  it('are kept on disk, replaced by id, and deleted', async () => {
    const { call, list } = await open();
    expect(await list()).toEqual([]);
    expect((await call('PUT', PATH, CASE)).status).toBe(200);
    expect((await call('PUT', PATH, { ...CASE, name: 'Again' })).status).toBe(200);
    expect(await (await open()).list()).toEqual([{ ...CASE, name: 'Again' }]);
    expect(JSON.parse(await readFile(join(folder, 'tool-cases.json'), 'utf8'))).toBeTruthy();
    expect((await call('DELETE', PATH)).status).toBe(204);
    expect((await call('DELETE', PATH)).status).toBe(404);
    expect(await list()).toEqual([]);
  });

  it.each(['toString', 'constructor', '__proto__'])(
    'of a tool or a server called %s are cases like any other',
    async (name) => {
      const { call } = await open();
      for (const path of [`/embedded/${name}`, `/${name}/roll_dice`, `/${name}/${name}`]) {
        const list = async () => await (await call('GET', path)).json();
        expect(await list()).toEqual([]);
        expect((await call('PUT', `${path}/${CASE.id}`, CASE)).status).toBe(200);
        expect(await list()).toEqual([CASE]);
        expect(await (await (await open()).call('GET', path)).json()).toEqual([CASE]);
        expect((await call('DELETE', `${path}/${CASE.id}`)).status).toBe(204);
        expect(await list()).toEqual([]);
      }
    },
  );

  it('are all there when many are saved at once', async () => {
    const { call, list } = await open();
    const ids = Array.from({ length: 20 }, () => crypto.randomUUID());
    await Promise.all(ids.map((id) => call('PUT', `/embedded/roll_dice/${id}`, { ...CASE, id })));
    expect(await list()).toHaveLength(20);
  });

  it.each([
    ['without a name', { ...CASE, name: ' ' }],
    ['with arguments that are no object', { ...CASE, args: [1] }],
    ['with an unknown expectation', { ...CASE, expectations: [{ kind: 'hopes' }] }],
    ['under another id', { ...CASE, id: '22222222-2222-4222-8222-222222222222' }],
  ])('%s are refused', async (_what, body) => {
    const { call, list } = await open();
    expect((await call('PUT', PATH, body)).status).toBe(422);
    expect(await list()).toEqual([]);
  });
});
