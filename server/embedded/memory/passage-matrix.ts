/** Vectors of passages at a byte a number, one after the other, with what a search filters by. */
export interface PassageBatch {
  ids: string[];
  values: Int8Array<ArrayBuffer>;
  /** What one step of a byte is worth, by row. */
  scales: number[];
  /** As they are stored: JSON, or null for none. */
  tags: (string | null)[];
  dates: string[];
}

/** Which passages a search looks at. Times are ISO 8601. */
export interface MatrixFilter {
  tags: string[];
  matchAllTags: boolean;
  start: string | null;
  end: string | null;
}

export interface MatrixSearch {
  target: Float32Array<ArrayBuffer>;
  count: number;
  /** Null: all of them. */
  filter: MatrixFilter | null;
}

/** The vectors of an archive in a quarter of their size: a byte a number. */
export interface PassageMatrix {
  add(batch: PassageBatch): void;
  remove(id: string): void;
  /** The ids of the nearest passages, about best first: a byte tells numbers apart by a hundredth only. */
  nearest(search: MatrixSearch): string[];
}

/** Grown in pieces: a block that doubles would need three times its size while it is copied. */
const ROWS = 1024;
const FEW = 8;
const LARGEST = 127;

/** An empty matrix for vectors of so many numbers. */
export function createPassageMatrix(dimension: number): PassageMatrix {
  const rows = new Map<string, number>();
  const ids: string[] = [];
  const tags: (string | null)[] = [];
  const dates: string[] = [];
  const scales: number[] = [];
  const pieces: Int8Array[] = [];
  const rowAt = (row: number) => {
    const start = (row % ROWS) * dimension;
    return pieces[Math.floor(row / ROWS)]?.subarray(start, start + dimension);
  };

  function put(row: number, values: Int8Array): void {
    makeRoom(row);
    rowAt(row)?.set(values);
  }

  function makeRoom(row: number): void {
    const index = Math.floor(row / ROWS);
    const piece = pieces[index];
    const length = piece?.length ?? 0;
    if ((row % ROWS) * dimension < length) return;
    // Most archives hold a handful: the first piece begins small and doubles.
    const next = new Int8Array(
      index === 0 ? Math.min(ROWS * dimension, Math.max(FEW * dimension, length * 2)) : ROWS * dimension,
    );
    if (piece) next.set(piece);
    pieces[index] = next;
  }

  return {
    add(batch) {
      for (const [index, id] of batch.ids.entries()) {
        // One that is added while the others are being read comes twice.
        if (rows.has(id)) continue;
        const row = ids.push(id) - 1;
        rows.set(id, row);
        tags.push(batch.tags[index] ?? null);
        dates.push(batch.dates[index] ?? '');
        scales.push(batch.scales[index] ?? 0);
        put(row, batch.values.subarray(index * dimension, (index + 1) * dimension));
      }
    },
    remove(id) {
      const row = rows.get(id);
      const last = ids.length - 1;
      const lastId = ids[last];
      if (row === undefined || lastId === undefined) return;
      const from = rowAt(last);
      if (from) rowAt(row)?.set(from);
      moveLast(ids, row);
      moveLast(tags, row);
      moveLast(dates, row);
      moveLast(scales, row);
      rows.set(lastId, row);
      rows.delete(id);
    },
    nearest({ target, count, filter }) {
      const query = new Int8Array(dimension);
      shrink(target, query);
      const fits = filter ? createFilter(filter) : null;
      const best = createBest(count);
      for (let row = 0; row < ids.length; row += 1) {
        if (fits && !fits(tags[row] ?? null, dates[row] ?? '')) continue;
        const piece = pieces[Math.floor(row / ROWS)];
        if (piece) best.offer(row, dot(piece, (row % ROWS) * dimension, query) * (scales[row] ?? 0));
      }
      return best.rows().flatMap((row) => ids[row] ?? []);
    },
  };
}

/** The last takes the place of the one that goes. */
function moveLast<T>(column: T[], row: number): void {
  const last = column.pop();
  if (last !== undefined && row < column.length) column[row] = last;
}

/** Writes numbers as bytes; returns what one step of a byte is worth. */
export function shrink(values: Float32Array, target: Int8Array): number {
  let largest = 0;
  for (let index = 0; index < values.length; index += 1) largest = Math.max(largest, Math.abs(values[index] as number));
  const scale = largest / LARGEST || 1;
  for (let index = 0; index < values.length; index += 1) target[index] = Math.round((values[index] as number) / scale);
  return scale;
}

/** Four sums at a time: the additions of one sum would wait for each other. */
function dot(values: Int8Array, start: number, target: Int8Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const { length } = target;
  const even = length - (length % 4);
  for (let index = 0; index < even; index += 4) {
    const at = start + index;
    a = (a + (values[at] as number) * (target[index] as number)) | 0;
    b = (b + (values[at + 1] as number) * (target[index + 1] as number)) | 0;
    c = (c + (values[at + 2] as number) * (target[index + 2] as number)) | 0;
    d = (d + (values[at + 3] as number) * (target[index + 3] as number)) | 0;
  }
  for (let index = even; index < length; index += 1) a += (values[start + index] as number) * (target[index] as number);
  return a + b + c + d;
}

function createFilter({ tags, matchAllTags, start, end }: MatrixFilter) {
  // Few kinds of tags stand at many passages.
  const known = new Map<string, boolean>();
  const hasTags = (json: string): boolean => {
    const own = new Set(JSON.parse(json) as string[]);
    return matchAllTags ? tags.every((tag) => own.has(tag)) : tags.some((tag) => own.has(tag));
  };
  const fitsTags = (json: string | null): boolean => {
    if (tags.length === 0) return true;
    const key = json ?? '[]';
    const fits = known.get(key) ?? hasTags(key);
    known.set(key, fits);
    return fits;
  };
  return (json: string | null, date: string) =>
    (start === null || date >= start) && (end === null || date <= end) && fitsTags(json);
}

/** Keeps the rows with the highest scores. */
function createBest(count: number) {
  const best: { row: number; score: number }[] = [];
  return {
    offer(row: number, score: number): void {
      const worst = best.at(-1);
      if (best.length >= count && worst && score <= worst.score) return;
      let [low, high] = [0, best.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((best[middle]?.score ?? 0) >= score) low = middle + 1;
        else high = middle;
      }
      best.splice(low, 0, { row, score });
      if (best.length > count) best.pop();
    },
    rows: () => best.map(({ row }) => row),
  };
}
