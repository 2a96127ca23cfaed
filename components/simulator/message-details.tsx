'use client';

import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { LongText } from '#components/ui/long-text.tsx';
import type { LettaMessage } from '#lib/runs/letta-message.ts';

const FIELDS: [field: string, label: string][] = [
  ['id', 'Id'],
  ['message_type', 'Type'],
  ['date', 'Date'],
  ['otid', 'Offline id (otid)'],
  ['name', 'Name'],
  ['sender_id', 'Sender'],
  ['run_id', 'Run'],
  ['step_id', 'Step'],
  ['seq_id', 'Number in the stream'],
  ['is_err', 'Of a failed step'],
];

/** Everything a message says of itself, and the message as it came. */
export function MessageDetails({ source, onClose }: { source: LettaMessage; onClose: () => void }) {
  return (
    <Dialog size="lg" title="Message details" description="As the server sent it." onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-0.5 text-sm">
        {FIELDS.map(([field, label]) => {
          const value = source[field];
          const isKnown = value !== null && value !== undefined;
          return (
            <div key={field} className="contents">
              <dt className="text-muted">{label}</dt>
              <dd className="wrap-anywhere min-h-6 font-mono">
                {isKnown ? String(value) : <span className="font-sans text-faint">not reported</span>}
              </dd>
              <dd>{isKnown ? <CopyButton text={String(value)} label={`Copy ${label.toLowerCase()}`} /> : null}</dd>
            </div>
          );
        })}
      </dl>
      <h3 className="mt-4 mb-1.5 font-medium text-sm">JSON</h3>
      <LongText text={JSON.stringify(source, null, 2)} name={source.id} />
    </Dialog>
  );
}
