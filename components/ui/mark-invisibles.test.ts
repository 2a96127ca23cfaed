import { expect, it } from 'vitest';
import { markInvisibles } from './mark-invisibles.ts';

const text = (value: string) => ({ type: 'text', value });
const element = (tagName: string, ...children: object[]) => ({ type: 'element', tagName, children });

it('marks hidden characters in words, and leaves code as it is', () => {
  const tree = element('div', element('p', text('a\u200Bb')), element('pre', element('code', text('a\u200Bb'))));
  markInvisibles()(tree as never);
  expect(tree).toEqual(
    element(
      'div',
      element('p', text('a'), { ...mark('U+200B'), children: [text('\u200B')] }, text('b')),
      element('pre', element('code', text('a\u200Bb'))),
    ),
  );
});

function mark(point: string) {
  return { type: 'element', tagName: 'span', properties: { className: ['invisible-mark'], dataMark: point } };
}
