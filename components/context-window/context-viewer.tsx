'use client';

import { useState } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { moveFocus } from '#components/ui/move-focus.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { formatNumber } from '#lib/format.ts';
import type { ContextWindow } from '#lib/letta/context-window.ts';
import type { ContextKind, ContextPart } from './context-parts.ts';
import { PartContent } from './part-content.tsx';

interface ContextViewerProps {
  window: ContextWindow;
  parts: ContextPart[];
  shown: ContextPart;
  /** Milliseconds since the epoch. */
  readAt: number;
  onShow: (kind: ContextKind) => void;
  onClose: () => void;
}

/** What the next request would hold, part by part, as the model reads it. */
export function ContextViewer({ window, parts, shown, readAt, onShow, onClose }: ContextViewerProps) {
  const [isBySize, setBySize] = useState(false);
  const listed = isBySize ? parts.toSorted((one, other) => other.tokens - one.tokens) : parts;
  return (
    <Dialog
      size="xl"
      onClose={onClose}
      title={shown.label}
      description={`≈ ${formatNumber(shown.tokens)} tokens, ${formatNumber(shown.text.length)} characters. This is what the next request would hold.`}
      footer={<CopyButton text={shown.text} label="Copy text" showLabel />}
    >
      <div className="grid gap-3 sm:grid-cols-[13rem_1fr]">
        <div className="flex flex-col gap-2">
          <ul
            aria-label="Parts"
            onKeyDown={moveFocus}
            className="divide-y divide-border rounded-md border border-border"
          >
            {listed.map((part) => (
              <li key={part.kind}>
                <button
                  type="button"
                  data-row
                  aria-pressed={part.kind === shown.kind}
                  onClick={() => onShow(part.kind)}
                  className="focus-inset flex min-h-8 w-full items-center gap-2 px-2.5 text-left text-sm hover:bg-hover aria-pressed:bg-selected"
                >
                  <span className="min-w-0 flex-1 truncate">{part.label}</span>
                  <span className="tabular text-faint">≈ {formatNumber(part.tokens)}</span>
                </button>
              </li>
            ))}
          </ul>
          <Checkbox label="Largest first" checked={isBySize} onCheckedChange={setBySize} />
          <p className="text-faint text-sm">
            As of <RelativeTime date={new Date(readAt).toISOString()} />. Counts are bytes / 4.
          </p>
        </div>
        <div className="min-w-0">
          <PartContent window={window} part={shown} />
        </div>
      </div>
    </Dialog>
  );
}
