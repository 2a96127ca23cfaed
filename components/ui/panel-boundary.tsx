'use client';

import type { ReactNode } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { ErrorNote } from './error-note.tsx';

type PanelBoundaryProps = {
  /** How a person calls the panel: "Core memory". */
  name: string;
  /** A change of any of these tries again by itself: the id of what is shown. */
  resetKeys?: unknown[];
  children: ReactNode;
};

/** Keeps one broken panel from taking the page with it. */
export function PanelBoundary({ name, resetKeys, children }: PanelBoundaryProps) {
  return (
    <ErrorBoundary
      {...(resetKeys ? { resetKeys } : {})}
      fallbackRender={({ error, resetErrorBoundary }) => (
        <ErrorNote
          className="m-3"
          title={`${name} could not be shown`}
          message="This part of the page failed; the rest still works."
          next="Retry, or reload the page."
          details={error instanceof Error ? (error.stack ?? error.message) : String(error)}
          onRetry={resetErrorBoundary}
        />
      )}
    >
      {children}
    </ErrorBoundary>
  );
}
