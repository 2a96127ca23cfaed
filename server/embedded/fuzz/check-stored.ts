import { sql } from 'kysely';
import type { openTestServer } from '#server/embedded/test-server.ts';

const READABLE = [
  ['agents', '/v1/agents'],
  ['blocks', '/v1/blocks'],
  ['tools', '/v1/tools'],
  ['conversations', '/v1/conversations'],
  ['messages', '/v1/messages'],
  ['runs', '/v1/runs'],
  ['steps', '/v1/steps'],
  ['archives', '/v1/archives'],
  ['providers', '/v1/providers'],
] as const;

/** What is wrong with the database: damage, rows without their parents, rows that cannot be read. */
export async function checkStored({ db, app }: Awaited<ReturnType<typeof openTestServer>>): Promise<string[]> {
  const problems: string[] = [];
  const integrity = await sql<{ integrity_check: string }>`PRAGMA integrity_check`.execute(db);
  if (integrity.rows[0]?.integrity_check !== 'ok') problems.push(`integrity_check: ${JSON.stringify(integrity.rows)}`);
  const foreign = await sql`PRAGMA foreign_key_check`.execute(db);
  if (foreign.rows.length > 0) problems.push(`foreign_key_check: ${JSON.stringify(foreign.rows.slice(0, 5))}`);
  for (const [table, path] of READABLE) {
    for (const { id } of await db.selectFrom(table).select('id').execute()) {
      const response = await app.request(`${path}/${id}`);
      const text = await response.text();
      if (response.status !== 200) problems.push(`GET ${path}/${id} answers ${response.status}: ${text.slice(0, 300)}`);
    }
  }
  const agents = await db.selectFrom('agents').select('id').execute();
  for (const { id } of agents) {
    for (const path of ['context', 'messages?limit=0', 'core-memory', 'tools', 'archival-memory']) {
      const { status } = await app.request(`/v1/agents/${id}/${path}`);
      if (status !== 200) problems.push(`GET /v1/agents/${id}/${path} answers ${status}`);
    }
  }
  return problems;
}
