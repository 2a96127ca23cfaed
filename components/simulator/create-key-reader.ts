import type { Row } from './to-rows.ts';

/**
 * Reads the key of the row at an index. The virtualizer measures every row anew for another reader: as long as the rows
 * keep their keys it is the same one, however often a stream draws.
 */
export function createKeyReader(): (rows: Row[]) => (index: number) => string | number {
  let keys: string[] = [];
  let read = readerOf(keys);
  return (rows) => {
    if (rows.length !== keys.length || rows.some((row, index) => row.key !== keys[index])) {
      keys = rows.map((row) => row.key);
      read = readerOf(keys);
    }
    return read;
  };
}

function readerOf(keys: string[]): (index: number) => string | number {
  return (index) => keys[index] ?? index;
}
