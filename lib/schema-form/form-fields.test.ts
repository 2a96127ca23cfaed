import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formFields, toEntry, withEntry } from './form-fields.ts';

const SCHEMA = {
  name: 'book',
  parameters: {
    type: 'object',
    properties: {
      title: { type: 'string', description: 'What it is called.' },
      pages: { type: 'integer' },
      price: { type: 'number' },
      isNew: { type: 'boolean' },
      size: { type: 'string', enum: ['small', 'large'] },
      note: { anyOf: [{ type: 'string' }, { type: 'null' }], description: 'If any.' },
      tags: { type: 'array', items: { type: 'string' } },
      request_heartbeat: { type: 'boolean' },
    },
    required: ['title', 'pages', 'request_heartbeat'],
  },
};
const FIELDS = formFields(SCHEMA);
const field = (name: string) => {
  const found = FIELDS.find((each) => each.name === name);
  if (!found) throw new Error(name);
  return found;
};

describe('a form', () => {
  it('has a field for each argument a person fills in', () => {
    expect(FIELDS.map(({ name, kind, isRequired }) => [name, kind, isRequired])).toEqual([
      ['title', 'text', true],
      ['pages', 'integer', true],
      ['price', 'number', false],
      ['isNew', 'switch', false],
      ['size', 'choice', false],
      ['note', 'text', false],
      ['tags', 'json', false],
    ]);
    expect(field('note').description).toBe('If any.');
  });

  it.each([[null], [{}], [{ properties: 3 }], ['text'], [[]]])('of %j is empty', (schema) => {
    expect(formFields(schema)).toEqual([]);
  });

  it.each([
    ['title', 'Dune', { title: 'Dune' }],
    ['title', '', { title: '' }],
    ['pages', '3', { pages: 3 }],
    ['note', '', {}],
    ['isNew', true, { isNew: true }],
    ['size', '"large"', { size: 'large' }],
    ['tags', '["a"]', { tags: ['a'] }],
  ])('%s entered as %j', (name, entry, args) => {
    expect(withEntry({}, field(name), entry)).toEqual(args);
  });

  it.each([
    ['pages', '1.5', 'Enter a whole number.'],
    ['price', 'much', 'Enter a number.'],
    ['tags', '[1', 'This is not JSON yet.'],
  ])('%s refuses %j', (name, entry, words) => {
    expect(() => withEntry({}, field(name), entry)).toThrow(words);
  });

  it('loses nothing on the way to entries and back', () => {
    const args = fc.record(
      {
        title: fc.string(),
        pages: fc.integer(),
        price: fc.double({ noNaN: true, noDefaultInfinity: true }),
        isNew: fc.boolean(),
        size: fc.constantFrom('small', 'large'),
        note: fc.string({ minLength: 1 }),
        tags: fc.array(fc.string()),
        unknown: fc.jsonValue(),
      },
      { requiredKeys: ['title', 'isNew'] },
    );
    fc.assert(
      fc.property(args, (given) => {
        const back = FIELDS.reduce<Record<string, unknown>>(
          (all, each) => withEntry(all, each, toEntry(each, all[each.name])),
          given,
        );
        expect(JSON.parse(JSON.stringify(back))).toEqual(JSON.parse(JSON.stringify(given)));
      }),
    );
  });
});
