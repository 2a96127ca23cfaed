import type { Insertable, Selectable, Updateable } from 'kysely';
import { conflict, notFound } from '#server/embedded/letta-error.ts';
import { nowIso } from '#server/embedded/times.ts';
import type { Database } from './open-database.ts';
import type { Schema } from './schema.ts';

export type McpServerRow = Selectable<Schema['mcp_servers']>;

/** The MCP server, or 404. */
export async function requireMcpServer(db: Database, id: string): Promise<McpServerRow> {
  const row = await db.selectFrom('mcp_servers').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound(`MCPServer not found with id='['${id}']'`);
  return row;
}

/** The MCP server of this name, if there is one. */
export async function findMcpServer(db: Database, name: string): Promise<McpServerRow | undefined> {
  return await db.selectFrom('mcp_servers').selectAll().where('server_name', '=', name).executeTakeFirst();
}

/** All MCP servers, in the order they were added. */
export async function listMcpServers(db: Database): Promise<McpServerRow[]> {
  return await db.selectFrom('mcp_servers').selectAll().orderBy('seq').execute();
}

/** Adds an MCP server. 409 when its name is taken. */
export async function insertMcpServer(db: Database, row: Insertable<Schema['mcp_servers']>): Promise<void> {
  await refuseTakenName(db, row.server_name);
  await db.insertInto('mcp_servers').values(row).execute();
}

/** Changes an MCP server and its `updated_at`. 409 when its new name is taken. */
export async function updateMcpServer(
  db: Database,
  server: McpServerRow,
  patch: Updateable<Schema['mcp_servers']>,
): Promise<void> {
  if (patch.server_name && patch.server_name !== server.server_name) await refuseTakenName(db, patch.server_name);
  await db
    .updateTable('mcp_servers')
    .set({ ...patch, updated_at: nowIso() })
    .where('id', '=', server.id)
    .execute();
}

/** Removes an MCP server with its secrets; false if there was none. */
export async function deleteMcpServer(db: Database, id: string): Promise<boolean> {
  const result = await db.deleteFrom('mcp_servers').where('id', '=', id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

async function refuseTakenName(db: Database, name: string): Promise<void> {
  if (!(await findMcpServer(db, name))) return;
  throw conflict(
    `A unique constraint was violated for MCPServer. Check your input for duplicates: there is an MCP server named '${name}'.`,
  );
}
