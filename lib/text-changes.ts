import { type Change, diffLines, diffWordsWithSpace } from 'diff';

const TIMEOUT_MS = 150;
const MOSTLY_KEPT = 0.4;

/**
 * What was removed and added between two texts: word by word where most of the text stays, else by whole lines,
 * because two texts mixed word by word cannot be read.
 */
export function textChanges(before: string, after: string): Change[] {
  const words = diffWordsWithSpace(before, after, { timeout: TIMEOUT_MS });
  if (words && keptShare(words, Math.min(before.length, after.length)) >= MOSTLY_KEPT) return words;
  return (diffLines(before, after, { timeout: TIMEOUT_MS }) ?? wholly(before, after)).map(onItsOwnLine);
}

/** The last line of a text has no line break; what follows it in the diff must not run on. */
function onItsOwnLine(change: Change, index: number, changes: Change[]): Change {
  const runsOn = index < changes.length - 1 && !change.value.endsWith('\n');
  return runsOn ? { ...change, value: `${change.value}\n` } : change;
}

function keptShare(changes: Change[], length: number): number {
  const kept = changes
    .filter((change) => !change.added && !change.removed)
    .reduce((sum, change) => sum + change.value.trim().length, 0);
  return length === 0 ? 0 : kept / length;
}

function wholly(before: string, after: string): Change[] {
  return [
    { value: before, removed: true, added: false, count: 1 },
    { value: after, added: true, removed: false, count: 1 },
  ];
}
