import type { NewMemory } from './read-import.ts';

/** A memory to be added with a date, by which it is known again. */
export type DatedMemory = NewMemory & { createdAt: string };

/** Gives memories without a date one of their own each, in their order, from `start` on in milliseconds. */
export function dateMemories(memories: NewMemory[], start: number): DatedMemory[] {
  return memories.map((memory, index) => ({
    ...memory,
    createdAt: memory.createdAt ?? new Date(start + index).toISOString(),
  }));
}

const LONGEST_PIECE = 60;

/** A piece of a text that a search by words finds as it stands: the longest run of letters, digits and blanks. */
export function findablePiece(text: string): string {
  const runs = text.match(/[\p{L}\p{N}]+(?: [\p{L}\p{N}]+)*/gu) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  return [...longest].slice(0, LONGEST_PIECE).join('').trim();
}
