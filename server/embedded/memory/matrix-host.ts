import { createPassageMatrix, type MatrixSearch, type PassageBatch, type PassageMatrix } from './passage-matrix.ts';

/** Where matrices live: in this thread, or in another. */
export interface MatrixHost {
  /** Adds vectors to the matrix of an archive, which is made with the first of them. */
  add(archiveId: string, dimension: number, batch: PassageBatch): void;
  remove(archiveId: string, id: string): void;
  forget(archiveId: string): void;
  search(archiveId: string, search: MatrixSearch): Promise<string[]>;
  close(): Promise<void>;
}

/** Matrices in this thread: for archives that are searched in a few milliseconds. */
export function createLocalHost(): MatrixHost {
  const matrices = new Map<string, PassageMatrix>();
  return {
    add(archiveId, dimension, batch) {
      const matrix = matrices.get(archiveId) ?? createPassageMatrix(dimension);
      matrices.set(archiveId, matrix);
      matrix.add(batch);
    },
    remove: (archiveId, id) => matrices.get(archiveId)?.remove(id),
    forget: (archiveId) => void matrices.delete(archiveId),
    search: async (archiveId, search) => matrices.get(archiveId)?.nearest(search) ?? [],
    close: async () => matrices.clear(),
  };
}
