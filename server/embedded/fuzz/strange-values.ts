import fc from 'fast-check';

/** Replaced in the body's text by brackets deeper than any stack. */
const DEEP = '«deep»';
const DEPTH = 20_000;

const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udc00b',
  '🎉👩‍👩‍👧',
  'שלום عليكم',
  '\u202egnp.exe',
  'e\u0301\u200b\ufeff',
  "'; DROP TABLE agents; --",
  '%_\\',
  '{{CORE_MEMORY}}',
  '</memory_blocks>',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'NaN',
  '2026-13-45',
  '-271821-04-20T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '9999-12-31T23:59:59.999999999+23:59',
  'x'.repeat(70_000),
];

const OTHERS: unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.5,
  1e21,
  1e308,
  2 ** 53,
  2 ** 63,
  -(2 ** 31) - 1,
  [],
  {},
  [[]],
  [null],
  [{}],
  { '': '' },
  Object.fromEntries([['__proto__', { polluted: true }]]),
  { constructor: { prototype: 1 }, toString: 1, length: -1 },
  { toJSON: 'x', valueOf: null },
];

/** A text no field expects. */
export const strangeText = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 40 }));

/** A JSON value no field expects. */
export const strangeValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: strangeText },
  { weight: 5, arbitrary: fc.constantFrom(...OTHERS) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom('$agent', '$block', '$tool', '$run', DEEP, ['$tool', '$tool']) },
);

/** The JSON text of a value, with what only the text can express. */
export function toJsonText(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.replaceAll(`"${DEEP}"`, '['.repeat(DEPTH) + ']'.repeat(DEPTH));
}
