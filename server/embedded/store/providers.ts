import type { Insertable, Selectable, Updateable } from 'kysely';
import { conflict, notFound } from '#server/embedded/letta-error.ts';
import { nowIso } from '#server/embedded/times.ts';
import type { Database } from './open-database.ts';
import { applyPage, type PageRequest } from './page.ts';
import type { Schema } from './schema.ts';

export type ProviderRow = Selectable<Schema['providers']>;

/** The provider, or 404. */
export async function requireProvider(db: Database, id: string): Promise<ProviderRow> {
  const row = await db.selectFrom('providers').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound(`Provider not found with id='${id}'`);
  return row;
}

/** A page of the providers people have added. */
export async function listProviders(
  db: Database,
  filter: { name?: string | undefined; type?: string | undefined },
  page: PageRequest,
): Promise<ProviderRow[]> {
  let query = db.selectFrom('providers').selectAll();
  if (filter.name) query = query.where('name', '=', filter.name);
  if (filter.type) query = query.where('provider_type', '=', filter.type);
  const cursors = { after: await seqOf(db, page.after), before: await seqOf(db, page.before) };
  return await applyPage(query, page, cursors).execute();
}

/** Adds a provider. 409 when its name is taken. */
export async function insertProvider(db: Database, row: Insertable<Schema['providers']>): Promise<void> {
  const [taken] = await listProviders(db, { name: row.name }, { limit: 1, order: 'asc' });
  if (taken) {
    throw conflict(
      `A unique constraint was violated for Provider. Check your input for duplicates: there is a provider named '${row.name}'.`,
    );
  }
  await db.insertInto('providers').values(row).execute();
}

/** Changes a provider and its `updated_at`. */
export async function updateProvider(db: Database, id: string, patch: Updateable<Schema['providers']>): Promise<void> {
  await db
    .updateTable('providers')
    .set({ ...patch, updated_at: nowIso() })
    .where('id', '=', id)
    .execute();
}

/** Removes a provider with its key. */
export async function deleteProvider(db: Database, id: string): Promise<void> {
  await db.deleteFrom('providers').where('id', '=', id).execute();
}

async function seqOf(db: Database, id: string | undefined): Promise<number | undefined> {
  if (!id) return undefined;
  return (await db.selectFrom('providers').select('seq').where('id', '=', id).executeTakeFirst())?.seq;
}
