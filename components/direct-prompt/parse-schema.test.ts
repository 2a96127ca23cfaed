import { expect, it } from 'vitest';
import { parseSchema } from './parse-schema.ts';

it.each([
  ['', { schema: null }],
  [' \n', { schema: null }],
  ['{"type":"object"}', { schema: { type: 'object' } }],
  ['[1]', { problem: expect.stringContaining('A schema is a JSON object') }],
  ['"text"', { problem: expect.stringContaining('A schema is a JSON object') }],
  ['{"type":', { problem: expect.stringContaining('This is not JSON yet') }],
])('%j', (text, expected) => {
  expect(parseSchema(text)).toEqual(expected);
});
