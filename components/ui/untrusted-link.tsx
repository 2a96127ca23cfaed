'use client';

import { type ReactNode, useState } from 'react';
import { lazyComponent } from './lazy-component.tsx';
import { readLink } from './read-link.ts';

const LinkDialog = lazyComponent(() => import('./link-dialog.tsx').then((module) => module.LinkDialog));

/**
 * A link in a text that anybody may have written: it asks before it leads anywhere. It is no `a`, so that a middle click,
 * a drag or a prefetch cannot go around the question.
 */
export function UntrustedLink({ href, children }: { href: string; children: ReactNode }) {
  const [isAsking, setAsking] = useState(false);
  const url = readLink(href);
  if (url === null) return <span>{children}</span>;
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        title={url.href.slice(0, 300)}
        onClick={() => setAsking(true)}
        className="wrap-anywhere inline rounded-sm text-left text-accent-text underline underline-offset-2"
      >
        {children}
      </button>
      {isAsking ? <LinkDialog url={url} onClose={() => setAsking(false)} /> : null}
    </>
  );
}
