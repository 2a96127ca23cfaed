import type { Database } from '#server/embedded/store/open-database.ts';

/** The vectors of archives, kept in memory in one block each, so that a search touches the disk for its results only. */
export interface PassageIndex {
  /** The ids of the `count` passages nearest to a vector of length 1, best first, with their cosine similarity. */
  search(archiveId: string, target: Float32Array, options: SearchOptions): Promise<{ id: string; score: number }[]>;
  /** Says that a passage was added; `vector` is null for one without. */
  add(archiveId: string, id: string, vector: Float32Array | null): void;
  /** Says that passages of an archive were removed. */
  forget(archiveId: string): void;
}

interface SearchOptions {
  count: number;
  /** Only these passages; null means all. */
  among: ReadonlySet<string> | null;
}

interface Matrix {
  dimension: number;
  ids: string[];
  values: Float32Array;
}

/** About ten thousand passages of 1,536 numbers take 61 MB. */
const KEPT_NUMBERS = 64 * 1024 * 1024;

/** An index that reads an archive's vectors when it is first searched, and forgets the archive used longest ago. */
export function createPassageIndex(db: Database): PassageIndex {
  const matrices = new Map<string, Matrix>();
  const matrixOf = async (archiveId: string, dimension: number) => {
    const known = matrices.get(archiveId);
    const matrix = known?.dimension === dimension ? known : await readMatrix(db, archiveId, dimension);
    // The order of the map is the order of use.
    matrices.delete(archiveId);
    matrices.set(archiveId, matrix);
    let numbers = [...matrices.values()].reduce((sum, each) => sum + each.values.length, 0);
    for (const [id, each] of matrices) {
      if (numbers <= KEPT_NUMBERS || id === archiveId) break;
      numbers -= each.values.length;
      matrices.delete(id);
    }
    return matrix;
  };
  return {
    async search(archiveId, target, { count, among }) {
      const matrix = await matrixOf(archiveId, target.length);
      return nearest(matrix, target, count, among);
    },
    add(archiveId, id, vector) {
      const matrix = matrices.get(archiveId);
      if (!matrix || !vector) return;
      if (vector.length !== matrix.dimension) return;
      const used = matrix.ids.length * matrix.dimension;
      if (used + vector.length > matrix.values.length) {
        const larger = new Float32Array(Math.max(64 * matrix.dimension, matrix.values.length * 2));
        larger.set(matrix.values.subarray(0, used));
        matrix.values = larger;
      }
      matrix.values.set(vector, used);
      matrix.ids.push(id);
    },
    forget: (archiveId) => void matrices.delete(archiveId),
  };
}

async function readMatrix(db: Database, archiveId: string, dimension: number): Promise<Matrix> {
  const rows = await db
    .selectFrom('passages')
    .select(['id', 'embedding'])
    .where('archive_id', '=', archiveId)
    .where('embedding', 'is not', null)
    .orderBy('seq')
    .execute();
  const fitting = rows.filter(({ embedding }) => embedding?.byteLength === dimension * 4);
  const values = new Float32Array(fitting.length * dimension);
  for (const [index, { embedding }] of fitting.entries()) {
    // Bytes of a row need not begin at a multiple of four.
    if (embedding) values.set(new Float32Array(embedding.slice().buffer), index * dimension);
  }
  return { dimension, ids: fitting.map(({ id }) => id), values };
}

function nearest(
  { dimension, ids, values }: Matrix,
  target: Float32Array,
  count: number,
  among: ReadonlySet<string> | null,
): { id: string; score: number }[] {
  const best: { id: string; score: number }[] = [];
  for (const [row, id] of ids.entries()) {
    if (among && !among.has(id)) continue;
    const score = dot(values, row * dimension, target);
    const worst = best.at(-1);
    if (best.length >= count && worst && score <= worst.score) continue;
    const at = best.findIndex((each) => each.score < score);
    best.splice(at === -1 ? best.length : at, 0, { id, score });
    if (best.length > count) best.pop();
  }
  return best;
}

/** Four sums at a time: the additions of one sum would wait for each other. */
function dot(values: Float32Array, start: number, target: Float32Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const { length } = target;
  const even = length - (length % 4);
  for (let index = 0; index < even; index += 4) {
    a += (values[start + index] as number) * (target[index] as number);
    b += (values[start + index + 1] as number) * (target[index + 1] as number);
    c += (values[start + index + 2] as number) * (target[index + 2] as number);
    d += (values[start + index + 3] as number) * (target[index + 3] as number);
  }
  for (let index = even; index < length; index += 1) a += (values[start + index] as number) * (target[index] as number);
  return a + b + c + d;
}
