import { approximateTokens } from '#lib/format.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { newId } from '#server/embedded/ids.ts';
import { badRequest } from '#server/embedded/letta-error.ts';
import type { AgentRow } from '#server/embedded/store/agents.ts';
import {
  type ArchiveRow,
  ensureArchive,
  findArchive,
  insertPassage,
  type PassageFilter,
  type PassageRow,
  searchablePassages,
} from '#server/embedded/store/archives.ts';
import { toNullableJson } from '#server/embedded/store/json-column.ts';
import { nowIso } from '#server/embedded/times.ts';

const TOKEN_LIMIT = 8192;

/** A passage to keep. `createdAt` may lie in the past. */
export interface NewPassage {
  text: string;
  tags: string[] | null;
  createdAt?: string | undefined;
}

/** What to look for; the best matches come first. */
export interface PassageSearch extends PassageFilter {
  query: string;
  topK: number;
}

/** Keeps a text in the agent's archive. 400 when it is too long to embed. */
export async function insertArchivalMemory(
  context: EmbeddedContext,
  agent: AgentRow,
  passage: NewPassage,
): Promise<PassageRow> {
  const tokens = approximateTokens(passage.text);
  if (tokens > TOKEN_LIMIT) {
    throw badRequest(
      `INVALID_ARGUMENT: Archival memory content exceeds token limit of ${TOKEN_LIMIT} tokens (found ${tokens} tokens)`,
    );
  }
  const archive = await ensureArchive(context.db, agent);
  const id = newId('passage');
  await insertPassage(context.db, {
    id,
    archive_id: archive.id,
    text: passage.text,
    tags: toNullableJson(passage.tags),
    metadata: '{}',
    embedding: await embedOne(context, archive, passage.text),
    created_at: passage.createdAt ?? nowIso(),
    updated_at: nowIso(),
  });
  return await context.db.selectFrom('passages').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** The agent's passages nearest in meaning; by text, newest first, where there is no embedding model. */
export async function searchArchivalMemory(
  context: EmbeddedContext,
  agent: AgentRow,
  search: PassageSearch,
): Promise<PassageRow[]> {
  const archive = await findArchive(context.db, agent.id);
  if (!archive) return [];
  if (!archive.embedding) {
    const found = await searchablePassages(context.db, archive.id, { ...search, text: search.query });
    return found.slice(0, search.topK);
  }
  const candidates = await searchablePassages(context.db, archive.id, search);
  if (candidates.length === 0) return [];
  const target = toVector(await embedOne(context, archive, search.query));
  const ranked = candidates.map((passage) => ({ passage, score: similarity(target, toVector(passage.embedding)) }));
  ranked.sort((left, right) => right.score - left.score);
  return ranked.slice(0, search.topK).map(({ passage }) => passage);
}

async function embedOne(context: EmbeddedContext, archive: ArchiveRow, text: string): Promise<Uint8Array | null> {
  if (!archive.embedding) return null;
  const info = await context.models.requireEmbedding(archive.embedding);
  const [vector] = await context.models.embed(info)([text]);
  return vector ? new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength) : null;
}

function toVector(bytes: Uint8Array | null): Float32Array | null {
  return bytes ? new Float32Array(bytes.slice().buffer) : null;
}

function similarity(left: Float32Array | null, right: Float32Array | null): number {
  if (!left || !right || left.length !== right.length) return -1;
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
}
