import { approximateTokens } from '#lib/format.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { newId } from '#server/embedded/ids.ts';
import { badRequest } from '#server/embedded/letta-error.ts';
import type { AgentRow } from '#server/embedded/store/agents.ts';
import {
  type ArchiveRow,
  ensureArchive,
  findArchive,
  insertPassages,
  listPassages,
  type PassageFilter,
  type PassageRow,
  passagesByIds,
} from '#server/embedded/store/archives.ts';
import { toNullableJson } from '#server/embedded/store/json-column.ts';
import { nowIso } from '#server/embedded/times.ts';
import type { MatrixFilter } from './passage-matrix.ts';

const TOKEN_LIMIT = 8192;
/** How many texts are embedded in one request. */
const BATCH = 64;

/** A passage to keep. `createdAt` may lie in the past. */
export interface NewPassage {
  text: string;
  tags: string[] | null;
  metadata?: Record<string, unknown> | null;
  createdAt?: string | undefined;
}

/** What to look for; the best matches come first. */
export interface PassageSearch extends PassageFilter {
  query: string;
  topK: number;
}

/** A passage that was found. `score` is its cosine similarity, 0 where there are no vectors. */
export interface FoundPassage extends PassageRow {
  score: number;
}

/** Keeps a text in the agent's archive, which is made on first use. 400 when it is too long to embed. */
export async function insertArchivalMemory(
  context: EmbeddedContext,
  agent: AgentRow,
  passage: NewPassage,
): Promise<PassageRow> {
  requireFitting([passage]);
  const archive = await ensureArchive(context.db, agent);
  const [row] = await keepPassages(context, archive, [passage]);
  if (!row) throw new Error('A passage vanished while it was stored.');
  return row;
}

/** Keeps texts in an archive, all or none. 400 when one is too long to embed. */
export async function keepPassages(
  context: EmbeddedContext,
  archive: ArchiveRow,
  passages: NewPassage[],
): Promise<PassageRow[]> {
  requireFitting(passages);
  const vectors = await embedAll(
    context,
    archive,
    passages.map(({ text }) => text),
  );
  const rows = passages.map((passage, index) => {
    const vector = vectors[index];
    const createdAt = passage.createdAt ?? nowIso();
    return {
      id: newId('passage'),
      archive_id: archive.id,
      text: passage.text,
      tags: toNullableJson(passage.tags),
      metadata: JSON.stringify(passage.metadata ?? {}),
      embedding: vector ? new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength) : null,
      created_at: createdAt,
      updated_at: passage.createdAt ? nowIso() : createdAt,
    };
  });
  await insertPassages(context.db, rows);
  const kept = await passagesByIds(
    context.db,
    rows.map(({ id }) => id),
  );
  const vectorOf = new Map(rows.map(({ id }, index) => [id, vectors[index] ?? null]));
  for (const row of kept) context.passages.add(archive.id, { ...row, vector: vectorOf.get(row.id) ?? null });
  return kept;
}

/** The agent's passages nearest in meaning; by text, newest first, where there is no embedding model. */
export async function searchArchivalMemory(
  context: EmbeddedContext,
  agent: AgentRow,
  search: PassageSearch,
): Promise<FoundPassage[]> {
  const archive = await findArchive(context.db, agent.id);
  return archive ? await searchArchive(context, archive, search) : [];
}

/** As `searchArchivalMemory`, in one archive. An empty query gives the newest passages. */
export async function searchArchive(
  context: EmbeddedContext,
  archive: ArchiveRow,
  search: PassageSearch,
): Promise<FoundPassage[]> {
  const { query, topK } = search;
  if (!archive.embedding || query.trim() === '') {
    const filter = query.trim() === '' ? search : { ...search, text: query };
    const rows = await listPassages(context.db, archive.id, filter, { limit: topK, order: 'desc' });
    return rows.map((row) => ({ ...row, score: 0 }));
  }
  const [target] = await embedAll(context, archive, [query]);
  if (!target) return [];
  const found = await context.passages.search(archive.id, target, { count: topK, filter: toFilter(search) });
  const rows = new Map(
    (
      await passagesByIds(
        context.db,
        found.map(({ id }) => id),
      )
    ).map((row) => [row.id, row]),
  );
  return found.flatMap(({ id, score }) => {
    const row = rows.get(id);
    return row ? [{ ...row, score }] : [];
  });
}

function toFilter({ tags = [], matchAllTags = false, start, end }: PassageSearch): MatrixFilter | null {
  if (tags.length === 0 && !start && !end) return null;
  return { tags, matchAllTags, start: start ?? null, end: end ?? null };
}

async function embedAll(
  context: EmbeddedContext,
  archive: ArchiveRow,
  texts: string[],
): Promise<(Float32Array | null)[]> {
  if (!archive.embedding) return texts.map(() => null);
  const embed = context.models.embed(await context.models.requireEmbedding(archive.embedding));
  const vectors: Float32Array[] = [];
  for (let start = 0; start < texts.length; start += BATCH)
    vectors.push(...(await embed(texts.slice(start, start + BATCH))));
  return vectors;
}

function requireFitting(passages: NewPassage[]): void {
  for (const { text } of passages) {
    const tokens = approximateTokens(text);
    if (tokens <= TOKEN_LIMIT) continue;
    throw badRequest(
      `INVALID_ARGUMENT: Archival memory content exceeds token limit of ${TOKEN_LIMIT} tokens (found ${tokens} tokens)`,
    );
  }
}
