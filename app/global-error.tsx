'use client';

import './globals.css';
import { ErrorNote } from '#components/ui/error-note.tsx';

/** Stands in for the whole document when the root layout itself fails, so it brings its own styles and theme. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en" className={prefersDark() ? 'dark' : 'light'} suppressHydrationWarning>
      <body>
        <title>Letta ADE could not start</title>
        <main className="flex min-h-dvh items-center justify-center p-4">
          <ErrorNote
            className="w-full max-w-120"
            title="Letta ADE could not start"
            message="The frame of the page failed, so nothing else could be shown."
            next="Retry, or reload the page. Your agents are not affected."
            details={error instanceof Error ? (error.stack ?? error.message) : String(error)}
            onRetry={retry}
          />
        </main>
      </body>
    </html>
  );
}

function prefersDark(): boolean {
  return typeof window !== 'undefined' && window.matchMedia('(prefers-color-scheme: dark)').matches;
}
