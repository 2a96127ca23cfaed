'use client';

import { CircleAlert, RotateCw } from 'lucide-react';
import { cn } from '#lib/cn.ts';
import { Button } from './button.tsx';
import { ErrorDetails } from './error-details.tsx';

export type ErrorDescription = {
  /** What failed: "The tools could not be loaded". */
  title: string;
  /** Why, in a sentence. */
  message: string;
  /** What to do about it. */
  next?: string | undefined;
  /** The request, its status and the server's own words. */
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
        {details ? <ErrorDetails text={details} curl={curl} /> : null}
        {onRetry ? (
          <Button className="mt-2.5" size="sm" icon={<RotateCw />} busy={retrying ?? false} onClick={onRetry}>
            Retry
          </Button>
        ) : null}
      </div>
    </div>
  );
}
