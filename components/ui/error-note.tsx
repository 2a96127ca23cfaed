'use client';

import { ChevronRight, CircleAlert, RotateCw } from 'lucide-react';
import { cn } from '#lib/cn.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';

export type ErrorDescription = {
  /** What failed: "The tools could not be loaded". */
  title: string;
  /** Why, in a sentence. */
  message: string;
  /** What to do about it. */
  next?: string | undefined;
  /** Status and the server's own words. */
  details?: string | undefined;
  /** The request as a shell command. */
  curl?: string | undefined;
};

export type ErrorNoteProps = ErrorDescription & {
  onRetry?: (() => void) | undefined;
  retrying?: boolean;
  className?: string;
};

export function ErrorNote({ title, message, next, details, curl, onRetry, retrying, className }: ErrorNoteProps) {
  return (
    <div
      role="alert"
      className={cn('flex gap-2.5 rounded-lg border border-danger/25 bg-danger-soft p-3 text-left', className)}
    >
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        <p className="wrap-anywhere text-muted">
          {message}
          {next ? ` ${next}` : null}
        </p>
        {details ? <Details text={details} /> : null}
        {onRetry || curl ? (
          <div className="mt-2.5 flex flex-wrap gap-2">
            {onRetry ? (
              <Button size="sm" icon={<RotateCw />} busy={retrying ?? false} onClick={onRetry}>
                Retry
              </Button>
            ) : null}
            {curl ? <CopyButton text={curl} label="Copy as curl" showLabel /> : null}
          </div>
        ) : null}
      </div>
    </div>
  );
}

function Details({ text }: { text: string }) {
  return (
    <details className="group mt-1.5">
      <summary className="-ml-1 inline-flex h-6 list-none items-center gap-1 rounded-sm px-1 text-muted text-sm hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight className="size-3.5 transition-transform group-open:rotate-90" />
        Details
      </summary>
      <pre className="wrap-anywhere mt-1 max-h-48 overflow-auto whitespace-pre-wrap rounded-md border border-danger/20 bg-surface p-2 text-sm">
        {text}
      </pre>
    </details>
  );
}
