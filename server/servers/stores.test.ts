import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createLog } from '#server/log.ts';
import { redact } from '#server/redact.ts';
import { openSecretStore } from './secret-store.ts';
import { openServerStore } from './server-store.ts';

let folder = '';
const lines: string[] = [];
const keep = (text: string) => void lines.push(text);
const log = createLog(keep, keep);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ade-store-'));
  lines.length = 0;
});

test('servers survive a restart, in order, in a file only their owner reads', async () => {
  const store = await openServerStore(folder, log);
  const one = await store.add({ name: 'one', url: 'http://a:1' });
  const two = await store.add({ name: 'two', url: 'http://b:2' });
  expect(one.id).toMatch(/^srv-[0-9a-f]{8}$/);
  expect(await store.edit(one.id, { name: 'uno' })).toEqual({ ...one, name: 'uno' });
  expect(await store.edit('srv-00000000', { name: 'x' })).toBeUndefined();
  expect(await store.delete('srv-00000000')).toBe(false);
  const again = await openServerStore(folder, log);
  expect(again.list()).toEqual([{ ...one, name: 'uno' }, two]);
  if (process.platform !== 'win32') expect((await stat(join(folder, 'servers.json'))).mode & 0o777).toBe(0o600);
  expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('a file from before connections had details still loads; details are kept, changed and taken away', async () => {
  const old = { id: 'srv-00000001', name: 'old', url: 'http://a:1', kind: 'saved' };
  await writeFile(join(folder, 'servers.json'), JSON.stringify({ version: 1, servers: [old] }));
  const store = await openServerStore(folder, log);
  expect(store.list()).toEqual([old]);
  const details = { project: 'p', actingUser: 'user-1', keyHeader: 'password', color: 'red' } as const;
  expect(await store.edit(old.id, details)).toEqual({ ...old, ...details });
  expect(await store.edit(old.id, { name: 'new', project: null, color: undefined })).toEqual({
    ...old,
    name: 'new',
    ...{ actingUser: 'user-1', keyHeader: 'password', color: 'red' },
  });
  const again = await openServerStore(folder, log);
  expect(again.list()).toEqual(store.list());
  expect(again.list()[0]).not.toHaveProperty('project');
});

test('changes at the same time all count', async () => {
  const store = await openServerStore(folder, log);
  await Promise.all(Array.from({ length: 30 }, (_, index) => store.add({ name: `s${index}`, url: 'http://a:1' })));
  expect((await openServerStore(folder, log)).list()).toHaveLength(30);
});

test('a corrupt file is kept aside and the copy from before the last change is used', async () => {
  const store = await openServerStore(folder, log);
  const server = await store.add({ name: 'one', url: 'http://a:1' });
  await store.add({ name: 'two', url: 'http://b:2' });
  await writeFile(join(folder, 'servers.json'), '{"version":1,"servers":[{"id"');
  const again = await openServerStore(folder, log);
  expect(again.list()).toEqual([server]);
  const aside = (await readdir(folder)).find((name) => name.startsWith('servers.json.corrupt-'));
  expect(await readFile(join(folder, aside!), 'utf8')).toBe('{"version":1,"servers":[{"id"');
  expect(lines.join('')).toContain('servers.json could not be read');
});

test.each(['', 'null', '[]', '{"version":2,"servers":[]}', '{"version":1,"servers":[{"id":"../x"}]}'])(
  'the content %j and no copy: it starts empty and can be used',
  async (content) => {
    await writeFile(join(folder, 'servers.json'), content);
    const store = await openServerStore(folder, log);
    expect(store.list()).toEqual([]);
    await store.add({ name: 'one', url: 'http://a:1' });
    expect((await openServerStore(folder, log)).list()).toHaveLength(1);
  },
);

test('a failed write leaves what was there, and the next one works', async () => {
  const store = await openServerStore(folder, log);
  await store.add({ name: 'one', url: 'http://a:1' });
  const before = await readFile(join(folder, 'servers.json'), 'utf8');
  const circular = { name: 'two', url: 'http://b:2' };
  Object.assign(circular, { name: BigInt(1) });
  await expect(store.add(circular)).rejects.toThrow();
  expect(store.list()).toHaveLength(1);
  expect(await readFile(join(folder, 'servers.json'), 'utf8')).toBe(before);
  await store.add({ name: 'three', url: 'http://c:3' });
  expect(store.list()).toHaveLength(2);
});

test('secrets: only their owner reads them, a deleted one is gone from the folder, logs never show one', async () => {
  const store = await openSecretStore(folder, log);
  await store.set('srv-1', { origin: 'http://a:1', key: 'canary-one' });
  await store.set('srv-2', { origin: 'http://b:2', key: 'canary-two' });
  await store.delete('srv-1');
  await store.delete('srv-unknown');
  expect(store.get('srv-1')).toBeUndefined();
  expect(store.get('constructor')).toBeUndefined();
  if (process.platform !== 'win32') expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600);
  for (const name of await readdir(folder)) {
    expect(await readFile(join(folder, name), 'utf8')).not.toContain('canary-one');
  }
  const again = await openSecretStore(folder, log);
  expect(again.get('srv-2')).toEqual({ origin: 'http://b:2', key: 'canary-two' });
  expect(redact('x canary-two')).toBe('x [hidden]');
});

test.skipIf(process.platform === 'win32')('a secrets file others could read is closed to them', async () => {
  await writeFile(join(folder, 'secrets.json'), '{"version":1,"secrets":{}}', { mode: 0o644 });
  await openSecretStore(folder, log);
  expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600);
});
