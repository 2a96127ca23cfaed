import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { countPassages, insertArchive, insertPassages } from '#server/embedded/store/archives.ts';
import { MIGRATIONS } from '#server/embedded/store/migrations.ts';
import { type Database, openDatabase } from '#server/embedded/store/open-database.ts';
import { createPassageIndex, type PassageIndex } from './passage-index.ts';

const DIMENSION = 48;
const ARCHIVE = 'archive-1';
const open: { db: Database; index: PassageIndex }[] = [];

afterEach(async () => {
  for (const { db, index } of open.splice(0)) {
    await index.close();
    await db.destroy();
  }
});

/** A vector of length 1, always the same for a number. */
function vectorOf(number: number): Float32Array {
  let state = number * 2_654_435_761 + 1;
  const values = Float32Array.from({ length: DIMENSION }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

function cosine(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
}

const day = (number: number) => `2026-01-${String((number % 28) + 1).padStart(2, '0')}T00:00:00.000000Z`;
const tagsOf = (number: number) => (number % 10 === 0 ? '["tenth","any"]' : number % 2 === 0 ? '["any"]' : null);

async function archiveOf(count: number, localNumbers: number) {
  const db = openDatabase(':memory:');
  await insertArchive(db, { id: ARCHIVE, name: 'A', description: null, embedding: 'x', created_at: day(0) });
  const rows = Array.from({ length: count }, (_, number) => ({
    id: `passage-${number}`,
    archive_id: ARCHIVE,
    text: `${number}`,
    tags: tagsOf(number),
    metadata: '{}',
    embedding: new Uint8Array(vectorOf(number).buffer),
    created_at: day(number),
    updated_at: day(number),
  }));
  await insertPassages(db, rows);
  const index = createPassageIndex(db, { localNumbers });
  open.push({ db, index });
  return { db, index };
}

function expected(numbers: number[], target: Float32Array, count: number) {
  return numbers
    .map((number) => ({ id: `passage-${number}`, score: cosine(vectorOf(number), target) }))
    .toSorted((left, right) => right.score - left.score)
    .slice(0, count)
    .map(({ id }) => id);
}

describe.each([
  ['in this thread', Number.POSITIVE_INFINITY],
  ['in a thread of its own', 0],
])('vectors %s', (_where, localNumbers) => {
  const COUNT = 2_500;
  const all = Array.from({ length: COUNT }, (_, number) => number);
  const ids = (found: { id: string }[]) => found.map(({ id }) => id);

  test('the nearest are found in their exact order, with their exact similarity', async () => {
    const { index } = await archiveOf(COUNT, localNumbers);
    for (const number of [100_001, 100_002, 100_003]) {
      const target = vectorOf(number);
      const found = await index.search(ARCHIVE, target, { count: 20, filter: null });
      expect(ids(found)).toEqual(expected(all, target, 20));
      expect(found[0]?.score).toBeCloseTo(cosine(vectorOf(Number(found[0]?.id.slice(8))), target), 5);
    }
  });

  test('tags and dates are looked at before the nearest are taken', async () => {
    const { index } = await archiveOf(COUNT, localNumbers);
    const target = vectorOf(100_001);
    const none = { tags: [], matchAllTags: false, start: null, end: null };
    const search = async (filter: object) =>
      ids(await index.search(ARCHIVE, target, { count: 5, filter: { ...none, ...filter } }));
    const where = (fits: (number: number) => boolean) => expected(all.filter(fits), target, 5);
    expect(await search({ tags: ['tenth', 'any'], matchAllTags: true })).toEqual(where((each) => each % 10 === 0));
    expect(await search({ tags: ['tenth', 'any'] })).toEqual(where((each) => each % 2 === 0));
    expect(await search({ tags: ['nobody'] })).toEqual([]);
    expect(await search({ start: day(10), end: day(11) })).toEqual(where((each) => [10, 11].includes(each % 28)));
  });

  test('what is added is found, what is removed is not, also while the vectors are read', async () => {
    const { db, index } = await archiveOf(COUNT, localNumbers);
    const target = vectorOf(999_999);
    const searching = index.search(ARCHIVE, vectorOf(3), { count: 1, filter: null });
    const row = {
      archive_id: ARCHIVE,
      text: 'new',
      tags: null,
      metadata: '{}',
      created_at: day(0),
      updated_at: day(0),
    };
    await insertPassages(db, [{ ...row, id: 'passage-new', embedding: new Uint8Array(target.buffer) }]);
    index.add(ARCHIVE, { id: 'passage-new', seq: 0, tags: null, created_at: day(0), vector: target });
    await searching;
    const first = async () => (await index.search(ARCHIVE, target, { count: 1, filter: null }))[0]?.id;
    expect(await first()).toBe('passage-new');
    index.remove(ARCHIVE, 'passage-new');
    await db.deleteFrom('passages').where('id', '=', 'passage-new').execute();
    expect(await first()).toBe(expected(all, target, 1)[0]);
    for (const number of all) index.remove(ARCHIVE, `passage-${number}`);
    expect(await first()).toBeUndefined();
  });

  test('an archive that is gone, or was never there, has nothing', async () => {
    const { db, index } = await archiveOf(10, localNumbers);
    const target = vectorOf(1);
    expect(await index.search(ARCHIVE, target, { count: 20, filter: null })).toHaveLength(10);
    await db.deleteFrom('archives').execute();
    index.forget(ARCHIVE);
    expect(await index.search(ARCHIVE, target, { count: 20, filter: null })).toEqual([]);
    expect(await index.search('archive-2', target, { count: 20, filter: null })).toEqual([]);
  });

  test('vectors of another length are left out, and searched again at theirs', async () => {
    const { index } = await archiveOf(10, localNumbers);
    expect(await index.search(ARCHIVE, new Float32Array([1, 0]), { count: 20, filter: null })).toEqual([]);
    expect(await index.search(ARCHIVE, vectorOf(1), { count: 20, filter: null })).toHaveLength(10);
  });
});

test('an archive that outgrows this thread moves to the other and loses nothing', async () => {
  const { db, index } = await archiveOf(10, DIMENSION * 10);
  const search = async () => (await index.search(ARCHIVE, vectorOf(1), { count: 99, filter: null })).length;
  expect(await search()).toBe(10);
  const row = { archive_id: ARCHIVE, text: 'x', tags: null, metadata: '{}', created_at: day(0), updated_at: day(0) };
  for (let number = 100; number < 125; number += 1) {
    const id = `passage-${number}`;
    await insertPassages(db, [{ ...row, id, embedding: new Uint8Array(vectorOf(number).buffer) }]);
    index.add(ARCHIVE, { id, seq: 0, tags: null, created_at: day(0), vector: vectorOf(number) });
  }
  expect(await search()).toBe(35);
});

test('vectors that an older version kept beside their texts are found', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'passages-'));
  const file = join(folder, 'letta.db');
  const before = MIGRATIONS.findIndex((statements) => statements.includes('passage_vectors'));
  const old = new DatabaseSync(file);
  for (const statements of MIGRATIONS.slice(0, before)) old.exec(statements);
  old.exec(`PRAGMA user_version = ${before}`);
  old.exec(`INSERT INTO archives (id, name, created_at) VALUES ('${ARCHIVE}', 'A', '${day(0)}')`);
  const insert = old.prepare(
    `INSERT INTO passages (id, archive_id, text, metadata, embedding, created_at, updated_at) VALUES (?, '${ARCHIVE}', 'x', '{}', ?, ?, ?)`,
  );
  for (const number of [1, 2, 3])
    insert.run(`passage-${number}`, new Uint8Array(vectorOf(number).buffer), day(number), day(number));
  insert.run('passage-without', null, day(4), day(4));
  old.close();
  const db = openDatabase(file);
  const index = createPassageIndex(db);
  open.push({ db, index });
  const found = await index.search(ARCHIVE, vectorOf(2), { count: 9, filter: null });
  expect(found.map(({ id }) => id)).toEqual(expected([1, 2, 3], vectorOf(2), 9));
  expect(await countPassages(db, ARCHIVE)).toBe(4);
  await rm(folder, { recursive: true });
});
