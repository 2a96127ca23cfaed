import { setImmediate as nextTurn } from 'node:timers/promises';
import { countPassages, type PassageVector, passageVectors, vectorsOf } from '#server/embedded/store/archives.ts';
import type { Database } from '#server/embedded/store/open-database.ts';
import { createLocalHost, type MatrixHost } from './matrix-host.ts';
import { type MatrixFilter, type PassageBatch, shrink } from './passage-matrix.ts';
import { createWorkerHost } from './worker-host.ts';

/**
 * The vectors of archives, kept in memory at a byte a number, large archives in a thread of their own. The nearest few
 * of a search are read from the disk and put in order by their exact similarity.
 */
export interface PassageIndex {
  /** The ids of the `count` passages nearest to a vector of length 1, best first, with their cosine similarity. */
  search(archiveId: string, target: Float32Array, options: SearchOptions): Promise<{ id: string; score: number }[]>;
  /** Says that a passage was added. */
  add(archiveId: string, passage: PassageVector): void;
  /** Says that a passage was removed. */
  remove(archiveId: string, id: string): void;
  /** Says that an archive is gone. */
  forget(archiveId: string): void;
  close(): Promise<void>;
}

interface SearchOptions {
  count: number;
  /** Null means all. */
  filter: MatrixFilter | null;
}

interface Entry {
  host: MatrixHost;
  dimension: number;
  rows: number;
  /** Rejects when the vectors could not be read. */
  loaded: Promise<void>;
}

/** A hundred thousand passages of 1,536 numbers take 154 MB. */
const KEPT_NUMBERS = 192 * 1024 * 1024;
/** As many numbers are gone through in about ten milliseconds: more would hold up the streams of this process. */
const LOCAL_NUMBERS = 4 * 1024 * 1024;
/** So many rows are read between two turns of the event loop. */
const BATCH = 128;
/** So many more than wanted are compared exactly. */
const SPARE = 50;

/**
 * An index that reads an archive's vectors when it is first searched, and forgets the archive used longest ago. An
 * archive of more than `localNumbers` numbers is searched in a thread of its own.
 */
export function createPassageIndex(db: Database, { localNumbers = LOCAL_NUMBERS } = {}): PassageIndex {
  const entries = new Map<string, Entry>();
  const local = createLocalHost();
  const worker = createWorkerHost(() => {
    for (const [id, { host }] of entries) if (host === worker) entries.delete(id);
  });

  function forget(archiveId: string): void {
    entries.get(archiveId)?.host.forget(archiveId);
    entries.delete(archiveId);
  }

  function put(archiveId: string, entry: Entry, passages: PassageVector[]): void {
    const fitting = passages.filter(({ vector }) => vector?.length === entry.dimension);
    if (fitting.length === 0) return;
    entry.host.add(archiveId, entry.dimension, toBatch(fitting, entry.dimension));
    entry.rows += fitting.length;
  }

  async function load(archiveId: string, entry: Entry): Promise<void> {
    if ((await countPassages(db, archiveId)) * entry.dimension > localNumbers) entry.host = worker;
    let after: PassageVector | undefined;
    for (;;) {
      const found: PassageVector[] = await passageVectors(db, archiveId, { after, limit: BATCH });
      if (entries.get(archiveId) !== entry) return;
      put(archiveId, entry, found);
      after = found.at(-1);
      if (found.length < BATCH) return;
      await nextTurn();
    }
  }

  function open(archiveId: string, dimension: number): Entry {
    forget(archiveId);
    const entry: Entry = { host: local, dimension, rows: 0, loaded: Promise.resolve() };
    entries.set(archiveId, entry);
    entry.loaded = load(archiveId, entry);
    // A load that failed is tried again by the next search.
    entry.loaded.catch(() => forget(archiveId));
    return entry;
  }

  async function use(archiveId: string, dimension: number): Promise<Entry> {
    const known = entries.get(archiveId);
    const entry = known?.dimension === dimension ? known : open(archiveId, dimension);
    await entry.loaded;
    if (entries.get(archiveId) !== entry) return entry;
    // The order of the map is the order of use.
    entries.delete(archiveId);
    entries.set(archiveId, entry);
    let numbers = [...entries.values()].reduce((sum, each) => sum + each.rows * each.dimension, 0);
    for (const [id, each] of entries) {
      if (numbers <= KEPT_NUMBERS || id === archiveId) break;
      numbers -= each.rows * each.dimension;
      forget(id);
    }
    return entry;
  }

  return {
    async search(archiveId, target, { count, filter }) {
      const { host } = await use(archiveId, target.length);
      const ids = await host.search(archiveId, { target: target.slice(), count: count + SPARE, filter });
      const vectors = await vectorsOf(db, ids);
      return ids
        .flatMap((id) => {
          const vector = vectors.get(id);
          return vector ? [{ id, score: dot(vector, target) }] : [];
        })
        .toSorted((left, right) => right.score - left.score)
        .slice(0, count);
    },
    add(archiveId, passage) {
      const entry = entries.get(archiveId);
      if (!entry) return;
      put(archiveId, entry, [passage]);
      // It has outgrown this thread: the next search reads it into the other one.
      if (entry.host === local && entry.rows * entry.dimension > localNumbers * 2) forget(archiveId);
    },
    remove: (archiveId, id) => entries.get(archiveId)?.host.remove(archiveId, id),
    forget,
    close: () => worker.close(),
  };
}

function toBatch(passages: PassageVector[], dimension: number): PassageBatch {
  const values = new Int8Array(passages.length * dimension);
  return {
    ids: passages.map(({ id }) => id),
    tags: passages.map(({ tags }) => tags),
    dates: passages.map((passage) => passage.created_at),
    scales: passages.map(({ vector }, index) =>
      vector ? shrink(vector, values.subarray(index * dimension, (index + 1) * dimension)) : 0,
    ),
    values,
  };
}

function dot(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += (left[index] as number) * (right[index] as number);
  return sum;
}
