import { expect, it } from 'vitest';
import { pythonRepr } from './python-repr.ts';

it.each([
  [null, 'None'],
  [true, 'True'],
  [5, '5'],
  ["it's", '"it\'s"'],
  ['a\nb', "'a\\nb'"],
  ['both \' and "', `'both \\' and "'`],
  [['a', 1], "['a', 1]"],
  [{ a: [], b: null }, "{'a': [], 'b': None}"],
  [{ tuple: ['body'] }, "('body',)"],
  [{ tuple: ['body', 0] }, "('body', 0)"],
])('writes %j as Python does', (value, text) => expect(pythonRepr(value)).toBe(text));
