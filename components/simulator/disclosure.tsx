'use client';

import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { cn } from '#lib/cn.ts';
import { setItemOpen, useIsItemOpen } from './open-items-store.ts';

interface DisclosureProps {
  /** The item's key: rows come and go while one scrolls, their state stays. */
  id: string;
  title: ReactNode;
  preview: string;
  icon?: ReactNode;
  aside?: ReactNode;
  /** Small buttons, shown while it is open. */
  actions?: ReactNode;
  isOpenByDefault?: boolean;
  children: ReactNode;
}

/** A row that folds to one line. */
export function Disclosure({ id, title, preview, icon, aside, actions, isOpenByDefault, children }: DisclosureProps) {
  const contentId = useId();
  const isOpen = useIsItemOpen(id) ?? isOpenByDefault ?? false;
  return (
    <div className="ml-9 min-w-0">
      <div className="flex min-w-0 items-center gap-1">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={contentId}
          onClick={() => setItemOpen(id, !isOpen)}
          className="flex min-h-6 min-w-0 flex-1 items-center gap-1.5 rounded-sm text-left text-muted text-sm hover:text-text [&_svg]:size-3.5 [&_svg]:shrink-0"
        >
          <ChevronRight className={cn('transition-transform', isOpen && 'rotate-90')} />
          {icon}
          <span className="shrink-0 font-medium">{title}</span>
          {isOpen ? null : <span className="truncate text-faint">{preview.slice(0, 200)}</span>}
          {aside ? <span className="ml-auto shrink-0">{aside}</span> : null}
        </button>
        {isOpen && actions ? <span className="flex shrink-0">{actions}</span> : null}
      </div>
      <div id={contentId} hidden={!isOpen} className="mt-1 border-border border-l-2 pl-3">
        {isOpen ? children : null}
      </div>
    </div>
  );
}
