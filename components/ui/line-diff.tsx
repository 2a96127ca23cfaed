'use client';

import { type Change, diffLines } from 'diff';
import { VisibleText } from './visible-text.tsx';

/** Two texts line by line, such as source; with no difference it is the text. */
export function LineDiff({ before, after }: { before: string; after: string }) {
  const changes = diffLines(before, after);
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one diff have no other identity
  const parts = changes.map((change, index) => <Part key={index} change={change} />);
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and without a mouse only with the focus in it
      tabIndex={0}
      className="max-h-80 overflow-auto rounded-md bg-surface-sunken p-2 font-mono text-sm"
    >
      {parts}
    </pre>
  );
}

function Part({ change }: { change: Change }) {
  const text = <VisibleText text={change.value} />;
  if (change.added) return <ins className="bg-success-soft text-success no-underline">{text}</ins>;
  return change.removed ? <del className="bg-danger-soft text-danger">{text}</del> : <span>{text}</span>;
}
