'use client';

import { ChevronRight } from 'lucide-react';
import { CopyButton } from './copy-button.tsx';

interface ErrorDetailsProps {
  text: string;
  curl?: string | undefined;
  onOpen?: () => void;
}

/** The call behind a failure, folded away: what was asked, what came back, and a command that asks the same. */
export function ErrorDetails({ text, curl, onOpen }: ErrorDetailsProps) {
  return (
    <details className="group mt-1.5" onToggle={({ currentTarget }) => (currentTarget.open ? onOpen?.() : undefined)}>
      <summary className="-ml-1 inline-flex h-6 list-none items-center gap-1 rounded-sm px-1 text-muted text-sm hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight className="size-3.5 transition-transform group-open:rotate-90" />
        Details
      </summary>
      <pre className="wrap-anywhere mt-1 max-h-48 overflow-auto whitespace-pre-wrap rounded-md border border-danger/20 bg-surface p-2 text-sm">
        {text}
      </pre>
      {curl ? (
        <div className="mt-2 flex flex-wrap items-center gap-2">
          <CopyButton text={curl} label="Copy as curl" showLabel />
          <span className="text-muted text-sm">Set LETTA_BASE_URL and LETTA_API_KEY before you run it.</span>
        </div>
      ) : null}
    </details>
  );
}
