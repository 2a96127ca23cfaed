import { expect, it } from 'vitest';
import { textChanges } from './text-changes.ts';

const marks = (before: string, after: string) =>
  textChanges(before, after).map((change) => `${change.added ? '+' : change.removed ? '-' : '='}${change.value}`);

it.each([
  ['a word in a sentence', 'I like green tea', 'I like black tea', ['=I like ', '-green', '+black', '= tea']],
  ['a new line', 'Name: Ada', 'Name: Ada\nHome: Paris', ['=Name: Ada', '+\nHome: Paris']],
  [
    'another text',
    'I know nothing about this person yet.',
    'Name: Ada',
    ['-I know nothing about this person yet.\n', '+Name: Ada'],
  ],
  ['the same text', 'same', 'same', ['=same']],
  ['an empty text', '', 'new', ['+new']],
])('shows %s', (_case, before, after, changes) => expect(marks(before, after)).toEqual(changes));
