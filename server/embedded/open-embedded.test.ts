import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openEmbedded } from './open-embedded.ts';
import { openDatabase } from './store/open-database.ts';

const folders: string[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'letta-ade-test-'));
  folders.push(folder);
  return folder;
}

describe('openEmbedded', () => {
  it('closes as failed a run that was going on when the process died', async () => {
    const folder = await newFolder();
    const first = await openEmbedded({ folder, keys: {}, log: () => undefined });
    const headers = { 'content-type': 'application/json' };
    const created = await first.fetch(
      new Request('http://x/v1/agents/', { method: 'POST', headers, body: '{"model":"demo/scripted"}' }),
    );
    const { id } = await created.json();
    await first.close();
    const db = openDatabase(join(folder, 'letta.db'));
    await db
      .insertInto('runs')
      .values({
        id: 'run-1',
        agent_id: id,
        status: 'running',
        background: 0,
        metadata: '{}',
        request_config: '{}',
        created_at: '2026-01-01T00:00:00Z',
      })
      .execute();
    await db.destroy();

    const logs: string[] = [];
    const second = await openEmbedded({ folder, keys: {}, log: (line) => logs.push(line) });
    const [run] = await (await second.fetch(new Request('http://x/v1/runs/'))).json();
    expect(run).toMatchObject({ id: 'run-1', status: 'failed', stop_reason: 'error' });
    expect(logs.join()).toContain('now marked as failed: 1');
    await second.close();
  });

  it('refuses a database that a newer version wrote', async () => {
    const folder = await newFolder();
    const { DatabaseSync } = await import('node:sqlite');
    const sqlite = new DatabaseSync(join(folder, 'letta.db'));
    sqlite.exec('PRAGMA user_version = 999');
    sqlite.close();
    await expect(openEmbedded({ folder, keys: {}, log: () => undefined })).rejects.toThrow('newer Letta ADE');
  });
});
