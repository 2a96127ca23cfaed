import { SearchX } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { routes } from '#lib/routes.ts';

export const metadata: Metadata = { title: 'Page not found' };

export default function NotFound() {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <h1 className="sr-only">Page not found</h1>
      <EmptyState
        icon={<SearchX />}
        title="There is no page at this address"
        text="The link may be old, or what it led to was deleted."
        action={
          <ButtonLink href={routes.home()} variant="primary">
            Go to start
          </ButtonLink>
        }
      />
    </main>
  );
}
