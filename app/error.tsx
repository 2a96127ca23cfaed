'use client';

import { ButtonLink } from '#components/ui/button-link.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { routes } from '#lib/routes.ts';

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <div className="flex w-full max-w-120 flex-col items-start gap-3">
        <ErrorNote
          className="w-full"
          title="This page could not be shown"
          message="Something in it failed while it was drawn."
          next="Retry, or go back to the start."
          details={describe(error)}
          onRetry={retry}
        />
        <ButtonLink href={routes.home()} size="sm">
          Go to start
        </ButtonLink>
      </div>
    </main>
  );
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const digest = 'digest' in error ? `\nServer log reference: ${String(error.digest)}` : '';
  return `${error.stack ?? error.message}${digest}`;
}
