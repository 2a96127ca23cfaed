'use client';

import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { type ErrorDescription, ErrorNote } from './error-note.tsx';

/** What QueryView needs of a TanStack query result. */
export type QueryLike<T> = {
  data: T | undefined;
  error: unknown;
  isFetching: boolean;
  refetch: () => unknown;
};

export type QueryViewProps<T> = {
  query: QueryLike<T>;
  skeleton: ReactNode;
  /** Shown instead of the children for an empty list. */
  empty?: ReactNode;
  describeError: (error: unknown) => ErrorDescription;
  errorClassName?: string;
  children: (data: T) => ReactNode;
};

/** Data first: what was loaded stays, and a refresh that failed adds a line above it. */
export function QueryView<T>({ query, skeleton, empty, describeError, errorClassName, children }: QueryViewProps<T>) {
  const retry = () => void query.refetch();
  if (query.data !== undefined) {
    const showEmpty = empty !== undefined && isEmptyList(query.data);
    return (
      <>
        {query.error ? <RefreshFailed busy={query.isFetching} onRetry={retry} /> : null}
        {showEmpty ? empty : children(query.data)}
      </>
    );
  }
  if (query.error) {
    return (
      <ErrorNote
        {...describeError(query.error)}
        onRetry={retry}
        retrying={query.isFetching}
        className={errorClassName}
      />
    );
  }
  return skeleton;
}

function isEmptyList(data: unknown): boolean {
  return Array.isArray(data) && data.length === 0;
}

function RefreshFailed({ busy, onRetry }: { busy: boolean; onRetry: () => void }) {
  return (
    <p
      role="status"
      className="flex min-h-7 items-center gap-1.5 border-warning/25 border-b bg-warning-soft px-3 text-sm text-warning"
    >
      <CircleAlert className="size-3.5 shrink-0" />
      Could not refresh ·
      <button
        type="button"
        aria-disabled={busy || undefined}
        onClick={busy ? undefined : onRetry}
        className="min-h-6 rounded-sm font-medium underline underline-offset-2"
      >
        {busy ? 'Retrying…' : 'Retry'}
      </button>
    </p>
  );
}
