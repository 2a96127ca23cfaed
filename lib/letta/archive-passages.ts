import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { archiveAgentsQuery } from './archives.ts';
import { refuseMissing } from './capabilities.ts';
import { lettaClient } from './create-letta-client.ts';
import { type ArchivalPassage, type ArchiveRef, archivalKeys, toPassage } from './passages.ts';

/** Some passages of an archive, and how to ask for those behind them. */
export interface ArchivePage {
  passages: ArchivalPassage[];
  next: Cursor | null;
  /** More passages have one and the same date than the server shows at once: the rest cannot be reached. */
  isCut: boolean;
}

/**
 * Letta lists passages by agent only. Those of an archive that no agent uses are found by an empty search, which gives a
 * hundred at most: what lies behind them is asked for by date.
 */
type Cursor =
  | { by: 'agent'; agentId: string; after: string }
  | { by: 'date'; start: string | null; end: string | null; known: string[] };

/** As many as a search gives at most. */
const MOST = 100;
const PAGE_SIZE = 25;

/** The passages of an archive, page by page. */
export function archivePassagesQuery(archive: ArchiveRef) {
  return infiniteQueryOptions({
    queryKey: [...archivalKeys.archive(archive), 'list'] as const,
    initialPageParam: null as Cursor | null,
    queryFn: ({ pageParam, signal, client }) =>
      readArchivePage(archive, pageParam, {
        signal,
        findAgent: async () => {
          const query = archiveAgentsQuery(archive.serverId, archive.archiveId);
          const [agent] = await client.fetchQuery(query);
          if (!agent) refuseMissing(client, archive.serverId, 'passage-search');
          return agent?.id ?? null;
        },
      }),
    getNextPageParam: (page) => page.next,
  });
}

interface ReadOptions {
  signal: AbortSignal;
  /** An agent that uses the archive; asked for the first page only. */
  findAgent: () => Promise<string | null>;
}

/** One page of an archive. */
export async function readArchivePage(
  archive: ArchiveRef,
  cursor: Cursor | null,
  { signal, findAgent }: ReadOptions,
): Promise<ArchivePage> {
  if (cursor?.by === 'date') return await readByDate(archive, cursor, signal);
  const agentId = cursor ? cursor.agentId : await findAgent();
  if (agentId === null) return await readByDate(archive, { by: 'date', start: null, end: null, known: [] }, signal);
  const query = { limit: PAGE_SIZE, ascending: false, ...(cursor ? { after: cursor.after } : {}) };
  const rows = await lettaClient(archive.serverId).agents.passages.list(agentId, query, { signal });
  const passages = rows.map(toPassage);
  const after = passages.at(-1)?.id;
  const isLast = passages.length < PAGE_SIZE || after === undefined;
  return { passages, next: isLast ? null : { by: 'agent', agentId, after }, isCut: false };
}

async function readByDate(
  archive: ArchiveRef,
  { start, end, known }: Cursor & { by: 'date' },
  signal: AbortSignal,
): Promise<ArchivePage> {
  const rows = await searchPassages(archive.serverId, { archive_id: archive.archiveId, ...range(start, end) }, signal);
  const seen = new Set(known);
  const passages = rows.filter(({ id }) => !seen.has(id));
  const [first, last] = [rows[0], rows.at(-1)];
  if (rows.length < MOST || !first || !last) return { passages, next: null, isCut: false };
  if (passages.length === 0) return { passages, next: null, isCut: true };
  // The original lists the oldest first, this Letta ADE's own server the newest.
  const isAscending = Date.parse(first.createdAt) < Date.parse(last.createdAt);
  const next = { by: 'date' as const, known: rows.map(({ id }) => id) };
  return {
    passages,
    next: isAscending ? { ...next, start: last.createdAt, end } : { ...next, start, end: justAfter(last.createdAt) },
    isCut: false,
  };
}

/** What to look for in all archives of a server. */
export interface EverywhereSearch {
  query: string;
  tags: string[];
  matchAllTags: boolean;
}

/** The passages of all archives nearest in meaning to a query, best first. No score: the original gives 0 to each. */
export function everywhereQuery(serverId: string, { query, tags, matchAllTags }: EverywhereSearch) {
  const body = {
    query,
    ...(tags.length > 0 ? { tags, tag_match_mode: matchAllTags ? ('all' as const) : ('any' as const) } : {}),
  };
  return queryOptions({
    queryKey: [...archivalKeys.everywhere(serverId), body] as const,
    queryFn: ({ signal }) => searchPassages(serverId, body, signal),
  });
}

/** The passages of an archive with exactly this date, at most a hundred, those nearest to `text` first. */
export async function passagesAt(
  archive: ArchiveRef,
  { text, createdAt }: { text: string; createdAt: string },
  signal: AbortSignal,
): Promise<ArchivalPassage[]> {
  const query = text.slice(0, LONGEST_QUERY);
  const body = { archive_id: archive.archiveId, query, ...range(createdAt, justAfter(createdAt)) };
  const found = await searchPassages(archive.serverId, body, signal);
  return found.filter((passage) => Date.parse(passage.createdAt) === Date.parse(createdAt));
}

const LONGEST_QUERY = 2_000;

interface SearchBody {
  query?: string;
  archive_id?: string;
  tags?: string[];
  tag_match_mode?: 'any' | 'all';
  start_date?: string;
  end_date?: string;
}

async function searchPassages(serverId: string, body: SearchBody, signal: AbortSignal): Promise<ArchivalPassage[]> {
  const found = await lettaClient(serverId).passages.search({ ...body, limit: MOST }, { signal });
  return found.map(({ passage }) => toPassage(passage));
}

function range(start: string | null, end: string | null) {
  return { ...(start ? { start_date: start } : {}), ...(end ? { end_date: end } : {}) };
}

/** Dates come with microseconds, of which JavaScript keeps the thousands. */
function justAfter(date: string): string {
  return new Date(Date.parse(date) + 1).toISOString();
}
