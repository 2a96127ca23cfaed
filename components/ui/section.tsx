'use client';

import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { cn } from '#lib/cn.ts';
import { setSectionOpen, usePreferences } from './preferences-store.ts';

export type SectionProps = {
  /** Under which the open state is remembered: 'configuration.tools'. */
  id: string;
  title: string;
  icon?: ReactNode;
  count?: ReactNode;
  /** Small buttons at the end of the heading. */
  actions?: ReactNode;
  defaultOpen?: boolean;
  className?: string;
  children: ReactNode;
};

/** A part of a panel that folds away. Its content is mounted on first opening and only hidden after that. */
export function Section({ id, title, icon, count, actions, defaultOpen = true, className, children }: SectionProps) {
  const contentId = useId();
  const open = usePreferences((state) => state.openSections[id]) ?? defaultOpen;
  const [wasOpen, setWasOpen] = useState(open);
  if (open && !wasOpen) setWasOpen(true);
  return (
    <section className={cn('border-border border-b', className)}>
      <div className="flex h-9 items-center gap-1 pr-1.5">
        <h3 className="h-full min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={contentId}
            onClick={() => setSectionOpen(id, !open)}
            className="focus-inset flex h-full w-full items-center gap-1.5 pl-2.5 text-left font-medium text-sm [&_svg]:size-3.5 [&_svg]:shrink-0"
          >
            <ChevronRight className={cn('text-faint transition-transform', open && 'rotate-90')} />
            {icon ? <span className="text-muted">{icon}</span> : null}
            <span className="truncate">{title}</span>
            {count === undefined ? null : <span className="tabular font-normal text-faint">{count}</span>}
          </button>
        </h3>
        {actions}
      </div>
      <div id={contentId} hidden={!open} className="px-3 pb-3">
        {open || wasOpen ? children : null}
      </div>
    </section>
  );
}
