import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { scripted, textOf } from './agent-loop/scripted-model.ts';
import { openEmbedded } from './open-embedded.ts';
import { MIGRATIONS } from './store/migrations.ts';
import { openDatabase } from './store/open-database.ts';
import { framesOf, openTestServer } from './test-server.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'letta-ade-durability-'));
  folders.push(folder);
  return folder;
}

/** A database as the version with that many migrations left it. */
function oldDatabase(version: number): string {
  const file = join(newFolder(), 'letta.db');
  const sqlite = new DatabaseSync(file);
  for (const statements of MIGRATIONS.slice(0, version)) sqlite.exec(statements);
  sqlite.exec(`PRAGMA user_version = ${version}`);
  sqlite.exec(
    "INSERT INTO blocks (id, label, value, \"limit\", metadata, tags, read_only, is_template, preserve_on_migration, version, created_at) VALUES ('block-1', 'human', 'Sam', 100, 'null', '[]', 0, 0, 0, 1, 'x')",
  );
  sqlite.close();
  return file;
}

async function openAndClose(file: string): Promise<void> {
  const db = openDatabase(file);
  // Only a connection that has been used is closed.
  await db.selectFrom('blocks').selectAll().execute();
  await db.destroy();
}

describe('a database of an older version', () => {
  it.each(Array.from({ length: MIGRATIONS.length - 1 }, (_, index) => index + 1))(
    'is brought forward from version %i, and kept beside the new one',
    async (version) => {
      const file = oldDatabase(version);
      const db = openDatabase(file);
      expect((await db.selectFrom('blocks').select('value').execute())[0]?.value).toBe('Sam');
      await db.destroy();
      const copy = new DatabaseSync(`${file}.version-${version}`);
      expect(copy.prepare('PRAGMA user_version').get()).toEqual({ user_version: version });
      expect(copy.prepare('SELECT value FROM blocks').get()).toEqual({ value: 'Sam' });
      copy.close();
      if (process.platform !== 'win32') expect(statSync(`${file}.version-${version}`).mode & 0o777).toBe(0o600);
    },
  );

  it('stays as it was when a migration fails', () => {
    const file = oldDatabase(1);
    const before = new DatabaseSync(file);
    // The second migration makes a table of this name.
    before.exec('CREATE TABLE providers (id TEXT)');
    before.close();
    expect(() => openDatabase(file)).toThrow('already exists');
    const after = new DatabaseSync(file);
    expect(after.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
    expect(after.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'conversations'").get()).toEqual({
      n: 0,
    });
    after.close();
    expect(existsSync(`${file}.version-1`)).toBe(true);
  });

  it('is not copied when it is new or of this version', async () => {
    const folder = newFolder();
    for (let time = 0; time < 2; time += 1) await openAndClose(join(folder, 'letta.db'));
    expect(readdirSync(folder)).toEqual(['letta.db']);
  });
});

describe('a database that cannot be used', () => {
  it('is refused while another process has it', async () => {
    const file = join(newFolder(), 'letta.db');
    const first = openDatabase(file);
    await first.selectFrom('blocks').selectAll().execute();
    expect(() => openDatabase(file)).toThrow('Another process is using the data of this server');
    await first.destroy();
    await openAndClose(file);
  });

  it('is refused when it is not a database', () => {
    const file = join(newFolder(), 'letta.db');
    writeFileSync(file, 'not a database, but long enough to be taken for one by its size alone'.repeat(50));
    expect(() => openDatabase(file)).toThrow('is no database');
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'is refused with a sentence when its folder is read-only',
    () => {
      const folder = newFolder();
      chmodSync(folder, 0o500);
      expect(() => openDatabase(join(folder, 'letta.db'))).toThrow('cannot be opened');
      chmodSync(folder, 0o700);
    },
  );
});

describe.each([
  ['full', 'PRAGMA max_page_count = 1', 'The disk is full, so nothing was saved'],
  ['read-only', 'PRAGMA query_only = 1', 'The data folder cannot be written, so nothing was saved'],
])('a disk that is %s', (_, pragma, sentence) => {
  it('is told to whoever writes, and nothing is half-written', async () => {
    const { call, createAgent, db, logs } = await openTestServer(scripted(textOf('hi')));
    const agent = await createAgent();
    const [block] = agent.blocks;
    await sql.raw(pragma).execute(db);
    const large = 'x'.repeat(100_000);
    const saved = await call('PATCH', `/v1/blocks/${block.id}`, { value: large });
    expect([saved.status, saved.body.detail]).toEqual([507, expect.stringContaining(sentence)]);
    expect(logs.join('\n')).toContain(`request ${saved.headers.get('x-request-id')}`);
    const made = await call('POST', '/v1/agents/', { model: 'demo/scripted', system: large });
    expect(made.status).toBe(507);
    expect((await call('GET', '/v1/agents/')).body).toHaveLength(1);
    expect((await call('GET', `/v1/blocks/${block.id}`)).body.value).toBe('Name: Sam');
  });

  it('is told in the stream of a turn', async () => {
    const { raw, createAgent, db } = await openTestServer(scripted(textOf('x'.repeat(100_000))));
    const { id } = await createAgent();
    await sql.raw(pragma).execute(db);
    const body = { messages: [{ role: 'user', content: 'y'.repeat(100_000) }], stream_tokens: true };
    const response = await raw('POST', `/v1/agents/${id}/messages/stream`, body);
    const told = response.status === 200 ? JSON.stringify(await framesOf(response)) : await response.text();
    expect(told).toContain(sentence);
  });
});

it('keeps what people configured when a write is too late', async () => {
  const { call, createAgent } = await openTestServer();
  const { id } = await createAgent({ tags: ['a'] });
  const read = await call('GET', `/v1/agents/${id}`);
  const etag = String(read.headers.get('etag'));
  const first = await call('PATCH', `/v1/agents/${id}`, { name: 'First' }, { 'if-match': etag });
  expect([first.status, first.body.name]).toEqual([200, 'First']);
  const late = await call('PATCH', `/v1/agents/${id}`, { tags: ['b'] }, { 'if-match': etag });
  expect(late.status).toBe(412);
  expect(late.body.detail).toMatchObject({ code: 'PRECONDITION_FAILED', current: { name: 'First', tags: ['a'] } });
  expect(late.body.detail.etag).toBe(first.headers.get('etag'));
  const again = await call('PATCH', `/v1/agents/${id}`, { tags: ['b'] }, { 'if-match': late.body.detail.etag });
  expect([again.status, again.body.tags]).toEqual([200, ['b']]);
});

it('an agent that talked is still the agent that was read', async () => {
  const { call, createAgent } = await openTestServer(scripted(textOf('hi')));
  const { id } = await createAgent();
  const etag = String((await call('GET', `/v1/agents/${id}`)).headers.get('etag'));
  await call('POST', `/v1/agents/${id}/messages`, { messages: [{ role: 'user', content: 'hi' }] });
  expect((await call('PATCH', `/v1/agents/${id}`, { name: 'New' }, { 'if-match': etag })).status).toBe(200);
});

it('keys of providers lie sealed in the database', async () => {
  const folder = newFolder();
  const embedded = await openEmbedded({ folder, keys: {}, log: () => undefined });
  const body = JSON.stringify({
    name: 'mine',
    provider_type: 'openai',
    api_key: 'sk-very-secret',
    base_url: 'http://127.0.0.1:9',
  });
  const headers = { 'content-type': 'application/json' };
  const made = await embedded.fetch(new Request('http://x/v1/providers/', { method: 'POST', headers, body }));
  expect(made.status).toBe(200);
  expect(await made.text()).not.toContain('sk-very-secret');
  await embedded.close();
  const sqlite = new DatabaseSync(join(folder, 'letta.db'));
  const row = sqlite.prepare('SELECT * FROM providers').get() ?? {};
  sqlite.close();
  expect(Buffer.from(row['api_key'] as Uint8Array).toString('latin1')).not.toContain('sk-very-secret');
  if (process.platform !== 'win32') expect(statSync(join(folder, 'provider.key')).mode & 0o777).toBe(0o600);
});
