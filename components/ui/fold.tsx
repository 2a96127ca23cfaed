import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** What is seldom needed, behind a line that says what it is. */
export function Fold({ title, isOpen, children }: { title: string; isOpen?: boolean; children: ReactNode }) {
  return (
    <details open={isOpen} className="group">
      <summary className="inline-flex min-h-6 cursor-pointer list-none items-center gap-1 rounded-sm text-muted text-sm hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight className="size-3.5 transition-transform group-open:rotate-90" />
        {title}
      </summary>
      <div className="mt-2 flex flex-col gap-3 rounded-lg border border-border p-3">{children}</div>
    </details>
  );
}
