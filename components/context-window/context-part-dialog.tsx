'use client';

import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { formatNumber } from '#lib/format.ts';
import type { ContextPart } from './context-parts.ts';

/** The text of one part, as the model gets it. */
export function ContextPartDialog({ part, onClose }: { part: ContextPart; onClose: () => void }) {
  return (
    <Dialog
      size="lg"
      onClose={onClose}
      title={part.label}
      description={`≈ ${formatNumber(part.tokens)} tokens, ${formatNumber(part.text.length)} characters. This is what the next request would hold.`}
      footer={<CopyButton text={part.text} label="Copy text" showLabel />}
    >
      <pre dir="auto" className="wrap-anywhere whitespace-pre-wrap rounded-md bg-surface-sunken p-3 font-mono text-sm">
        {part.text || 'Nothing here.'}
      </pre>
    </Dialog>
  );
}
