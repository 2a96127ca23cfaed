import { NOTHING, readJsonPath } from './read-json-path.ts';
import type { Expectation } from './tool-case.ts';

/** What a tool gave back. */
export interface ToolOutcome {
  status: 'success' | 'error';
  text: string;
}

/** Whether an expectation was met, and why not. */
export interface Verdict {
  isMet: boolean;
  /** "contains 4": what was expected, in words. */
  words: string;
  /** Why it was not met. */
  why?: string;
}

/** A pattern is tried on so much of a return. */
const SEARCHED = 100_000;

/** Judges one expectation. It never throws: what cannot be read is not met, and the verdict says why. */
export function judgeReturn(outcome: ToolOutcome, expectation: Expectation): Verdict {
  const words = describeExpectation(expectation);
  try {
    const why = reasonAgainst(outcome, expectation);
    return why === null ? { isMet: true, words } : { isMet: false, words, why };
  } catch (error) {
    return { isMet: false, words, why: error instanceof Error ? error.message : String(error) };
  }
}

/** What is expected, in words. */
export function describeExpectation(expectation: Expectation): string {
  switch (expectation.kind) {
    case 'succeeds':
      return 'succeeds';
    case 'fails':
      return 'fails';
    case 'path':
      return `${expectation.path} is ${expectation.value}`;
    default:
      return `${expectation.kind} ${expectation.value}`;
  }
}

function reasonAgainst({ status, text }: ToolOutcome, expectation: Expectation): string | null {
  if (expectation.kind === 'fails') return status === 'error' ? null : 'It succeeded.';
  if (status === 'error') return `It failed: ${short(text)}`;
  switch (expectation.kind) {
    case 'succeeds':
      return null;
    case 'equals':
      return isSame(text, expectation.value) ? null : `It returned ${short(text)}`;
    case 'contains':
      return text.includes(expectation.value) ? null : `It returned ${short(text)}`;
    case 'matches':
      return new RegExp(expectation.value, 's').test(text.slice(0, SEARCHED)) ? null : `It returned ${short(text)}`;
    case 'path':
      return reasonAgainstPath(text, expectation);
  }
}

function reasonAgainstPath(text: string, { path, value }: { path: string; value: string }): string | null {
  const parsed = readLoosely(text);
  if (parsed === NOTHING) return 'The return is neither JSON nor a Python literal.';
  const found = readJsonPath(parsed, path);
  if (found === NOTHING) return `There is nothing at ${path}.`;
  const isEqual = typeof found === 'string' ? found === value : isSame(JSON.stringify(found), value);
  return isEqual ? null : `It is ${short(JSON.stringify(found))}`;
}

/** As text, or as JSON whatever its spaces. */
function isSame(one: string, other: string): boolean {
  if (one.trim() === other.trim()) return true;
  const [first, second] = [readLoosely(one), readLoosely(other)];
  return first !== NOTHING && second !== NOTHING && JSON.stringify(first) === JSON.stringify(second);
}

/** JSON, or what Python's str() makes of dictionaries, lists and plain values: that is what a return looks like. */
function readLoosely(text: string): unknown {
  const attempts = [text, pythonToJson(text)];
  for (const attempt of attempts) {
    try {
      return JSON.parse(attempt);
    } catch {
      // The next reading may do.
    }
  }
  return NOTHING;
}

const PYTHON_WORDS: Record<string, string> = { True: 'true', False: 'false', None: 'null', '(': '[', ')': ']' };
const PYTHON_TOKEN = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\b(?:True|False|None)\b|[()])/g;

function pythonToJson(text: string): string {
  return text.replace(PYTHON_TOKEN, (_match, single?: string, double?: string, word?: string) => {
    if (word !== undefined) return PYTHON_WORDS[word] ?? word;
    return JSON.stringify((single ?? double ?? '').replace(/\\(['"\\])/g, '$1').replaceAll('\\n', '\n'));
  });
}

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
