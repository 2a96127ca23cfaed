'use client';

import type { ReactNode } from 'react';
import { isSameRequest, type RequestDiff } from '#lib/trace/diff-requests.ts';
import { Badge } from './badge.tsx';
import { InlineDiff } from './inline-diff.tsx';
import { TraceMessages } from './model-request-view.tsx';

/** What changed between two requests to a model. */
export function RequestDiffView({ diff }: { diff: RequestDiff }) {
  const { system, blocks, tools, messages, parameters } = diff;
  if (isSameRequest(diff)) return <p className="text-muted">Both requests are the same.</p>;
  return (
    <div className="flex flex-col gap-4">
      {blocks.length > 0 ? (
        <Change title="Memory blocks">
          {blocks.map(({ label, before, after }) => (
            <div key={label}>
              <p className="mb-0.5 font-mono text-sm">
                {label} <ChangeBadge before={before} after={after} />
              </p>
              <InlineDiff before={before ?? ''} after={after ?? ''} />
            </div>
          ))}
        </Change>
      ) : null}
      {system ? (
        <Change title="System prompt, memory included">
          <InlineDiff before={system.before} after={system.after} />
        </Change>
      ) : null}
      {tools.length > 0 ? (
        <Change title="Tools">
          {tools.map(({ name, before, after }) => (
            <p key={name} className="font-mono text-sm">
              {name} <ChangeBadge before={before} after={after} />
            </p>
          ))}
        </Change>
      ) : null}
      {messages.removed.length > 0 ? (
        <Change title={`Messages that are gone · ${messages.removed.length}`}>
          <TraceMessages messages={messages.removed} />
        </Change>
      ) : null}
      {messages.added.length > 0 ? (
        <Change title={`New messages · ${messages.added.length}, beside ${messages.kept} that stayed`}>
          <TraceMessages messages={messages.added} />
        </Change>
      ) : null}
      {parameters.length > 0 ? (
        <Change title="Parameters">
          {parameters.map(({ name, before, after }) => (
            <p key={name} className="wrap-anywhere font-mono text-sm">
              {name}: {before ?? 'not set'} → {after ?? 'not set'}
            </p>
          ))}
        </Change>
      ) : null}
    </div>
  );
}

function Change({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1.5 font-medium text-sm">{title}</h3>
      <div className="flex flex-col gap-2">{children}</div>
    </section>
  );
}

function ChangeBadge({ before, after }: { before: unknown; after: unknown }) {
  if (before === null) return <Badge tone="success">new</Badge>;
  return after === null ? <Badge tone="danger">gone</Badge> : <Badge tone="warning">changed</Badge>;
}
