import { type IdentityMap, idKind, idsIn } from './identity-map.ts';

/** Where two answers differ, in words. */
export interface Difference {
  path: string;
  what: string;
}

/** Numbers that depend on the machine, on the moment or on the wording of texts, which are ours. */
const FREE_NUMBERS =
  /(?:_ns|_ms|created|num_tokens_\w+|context_window_size_current|context_tokens_(?:before|after)|context_token_estimate|score|sandbox_config_fingerprint)$/;

/** Sentences are each server's own; their kind, the code in front of them, is not. */
const SENTENCES = /(?:\.detail|\.message|\.error|error_data\.\w+|metadata\.error)$/;

/** Lists the original gives in no particular order, and what tells their items apart. */
const UNORDERED = /(?:\.tools|\.blocks|\.tags|functions_definitions|tools_used|\.tool_rules)$/;

/** What the original says in its own words where a client reads only the beginning or the kind. */
const OWN_WORDS = [
  /^The (?:human|persona) block: /,
  /^<memory_(?:metadata|blocks)>/,
  /^Default archive created/,
  /^(?:Error executing function \w+: \w+: )?Error This block is read-only/,
  /^\[ToolConstraintError\] Cannot call \w+/,
];

const DATE = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?/g;
const PROMPT_DATE = /\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} [AP]M UTC[+-]\d{4}/g;

/**
 * Compares what this server answered with what was recorded: keys, types, null or not, ids (one to one), dates by
 * their form, everything else by value.
 */
export function compareBodies(
  recorded: unknown,
  ours: unknown,
  ids: IdentityMap,
  options: { isError?: boolean; unordered?: string } = {},
): Difference[] {
  const differences: Difference[] = [];
  compareValue({ path: '$', recorded, ours });
  return differences;

  function report(path: string, what: string): void {
    differences.push({ path, what });
  }

  function compareValue({ path, recorded, ours }: { path: string; recorded: unknown; ours: unknown }): void {
    if (isPlaceholder(recorded)) {
      if (typeof ours !== 'string' || ours === '') report(path, `a text expected, got ${show(ours)}`);
    } else if (kindOf(recorded) !== kindOf(ours)) {
      report(path, `${show(recorded)} expected, got ${show(ours)}`);
    } else if (typeof recorded === 'string') {
      compareText(path, recorded, ours as string);
    } else if (typeof recorded === 'number') {
      if (recorded !== ours && !FREE_NUMBERS.test(path)) report(path, `${recorded} expected, got ${show(ours)}`);
    } else if (Array.isArray(recorded)) {
      compareList(path, recorded, ours as unknown[]);
    } else if (recorded && typeof recorded === 'object') {
      compareObject(path, recorded as Record<string, unknown>, ours as Record<string, unknown>);
    } else if (recorded !== ours) {
      report(path, `${show(recorded)} expected, got ${show(ours)}`);
    }
  }

  function compareObject(path: string, recorded: Record<string, unknown>, ours: Record<string, unknown>): void {
    learnKeys(Object.keys(recorded), Object.keys(ours));
    const renamed = new Map(Object.keys(recorded).map((key) => [ids.translate(key), key]));
    for (const [key, recordedKey] of renamed) {
      if (key in ours) compareValue({ path: `${path}.${key}`, recorded: recorded[recordedKey], ours: ours[key] });
      else report(`${path}.${key}`, 'missing');
    }
    for (const key of Object.keys(ours)) if (!renamed.has(key)) report(`${path}.${key}`, 'not in the original');
  }

  function compareList(path: string, recorded: unknown[], ours: unknown[]): void {
    if (isCutVector(recorded)) return;
    if (UNORDERED.test(path) || path === options.unordered) {
      compareByName(path, recorded, ours);
      return;
    }
    if (recorded.length !== ours.length) report(path, `${recorded.length} items expected, got ${ours.length}`);
    for (let index = 0; index < Math.min(recorded.length, ours.length); index += 1) {
      compareValue({ path: `${path}[${index}]`, recorded: recorded[index], ours: ours[index] });
    }
  }

  /** Ids are keys where an answer tells what became of each thing. */
  function learnKeys(recorded: string[], ours: string[]): void {
    const unknown = recorded.filter((key) => idKind(key) !== null && !ids.has(key));
    const candidates = ours.filter((key) => idKind(key) !== null);
    if (unknown.length === recorded.length && unknown.length === candidates.length)
      for (const [index, key] of unknown.entries()) ids.learn(key, candidates[index] ?? '');
  }

  function compareByName(path: string, recorded: unknown[], ours: unknown[]): void {
    const rest = [...ours];
    for (const item of recorded) {
      const name = ids.translate(String(nameOf(item)));
      const at = rest.findIndex((each) => String(nameOf(each)) === name);
      if (at === -1) report(`${path}[${name}]`, 'missing');
      else compareValue({ path: `${path}[${name}]`, recorded: item, ours: rest.splice(at, 1)[0] });
    }
    for (const item of rest) report(`${path}[${String(nameOf(item))}]`, 'not in the original');
  }

  function compareText(path: string, recorded: string, ours: string): void {
    const kind = idKind(recorded);
    if (kind !== null) {
      if (idKind(ours) !== kind) report(path, `an id of kind ${kind} expected, got ${show(ours)}`);
      else if (!ids.learn(recorded, ours)) report(path, `${ids.translate(recorded)} expected, got ${ours}`);
      return;
    }
    if (options.isError && SENTENCES.test(path)) {
      if (sentenceKind(recorded) !== sentenceKind(ours)) report(path, `${show(recorded)} expected, got ${show(ours)}`);
      return;
    }
    if (path.endsWith('.tool_hash') && /^[0-9a-f]{12}$/.test(ours)) return;
    const own = OWN_WORDS.find((words) => words.test(recorded));
    if (own) {
      const isSameKind = !own.source.includes('ToolConstraint')
        ? ours !== ''
        : own.exec(ours)?.[0] === own.exec(recorded)?.[0];
      if (!isSameKind) report(path, `${show(recorded)} expected, got ${show(ours)}`);
      return;
    }
    const alert = asAlert(recorded);
    if (alert) {
      compareValue({ path, recorded: alert, ours: asAlert(ours) });
      return;
    }
    learnIdsInside(recorded, ours);
    const expected = withoutDates(ids.translate(recorded));
    if (expected !== withoutDates(ours)) report(path, `${show(expected)} expected, got ${show(ours)}`);
  }

  function learnIdsInside(recorded: string, ours: string): void {
    const theirs = idsIn(recorded);
    const mine = idsIn(ours);
    if (theirs.length !== mine.length) return;
    for (const [index, id] of theirs.entries()) if (!ids.has(id)) ids.learn(id, mine[index] ?? '');
  }
}

/** Differences as one line each, at most `limit`. */
export function describeDifferences(differences: Difference[], limit: number): string[] {
  const lines = differences.slice(0, limit).map(({ path, what }) => `${path}: ${what}`);
  return differences.length > limit ? [...lines, `and ${differences.length - limit} more`] : lines;
}

/** A message that is JSON for the agent: its fields count, its wording is each server's own. */
function asAlert(text: string): Record<string, unknown> | null {
  if (!text.startsWith('{') || !/"type": ?"(?:system_alert|heartbeat|login)"/.test(text)) return null;
  const alert = JSON.parse(text) as Record<string, unknown>;
  for (const key of ['message', 'reason']) if (typeof alert[key] === 'string') alert[key] = '<server text, 1 chars>';
  return alert;
}

/** What tells the items of an unordered list apart. */
function nameOf(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return item;
  if ('function' in item) return nameOf(item.function);
  if ('message_type' in item)
    return `${item.message_type} ${Reflect.get(item, 'content') ?? Reflect.get(item, 'reasoning') ?? ''}`;
  if ('tool_name' in item && 'type' in item) return `${item.type} ${item.tool_name}`;
  return 'label' in item ? item.label : 'name' in item ? item.name : JSON.stringify(item);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

/** Long server texts and machine paths were cut out of the recordings. */
function isPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && /<server text, \d+ chars>|<server text$|<path>/.test(value);
}

function isCutVector(list: unknown[]): boolean {
  return typeof list.at(-1) === 'string' && /^<\d+ numbers>$/.test(String(list.at(-1)));
}

/** The code of an error sentence, or the types and places of a validation error. */
function sentenceKind(text: string): string {
  const issues = [...text.matchAll(/'type': '(\w+)', 'loc': \(([^)]*)\)/g)].map(
    ([, type, place]) => `${type}@${place}`,
  );
  if (issues.length > 0) return issues.join(' ');
  return text.match(/^[A-Z]+(?:_[A-Z]+)*(?=: )/)?.[0] ?? '';
}

/** A date keeps its form, the time zone; a fraction is written only when there is one. */
function withoutDates(text: string): string {
  return text
    .replace(DATE, (date) => `<date${date.match(/(?:Z|[+-]\d{2}:\d{2})$/)?.[0] ?? ''}>`)
    .replace(PROMPT_DATE, '<prompt date>');
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
