'use client';

import type { KeyboardEvent, ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

export type TabLabel = { id: string; label: string; icon?: ReactNode; count?: number | undefined };

export type TabListProps<Id extends string> = {
  /** The accessible name of the list. */
  label: string;
  tabs: (TabLabel & { id: Id })[];
  value: Id;
  onValueChange: (id: Id) => void;
  /** The DOM id of the panel a tab shows. */
  panelIdOf: (id: Id) => string;
  look?: 'underline' | 'segmented' | 'bar';
  className?: string;
};

const looks = {
  underline: {
    list: 'flex gap-4 overflow-x-auto overflow-y-hidden border-border border-b px-3',
    tab: '-mb-px h-9 border-transparent border-b-2 aria-selected:border-accent-text aria-selected:text-text',
  },
  segmented: {
    list: 'inline-flex gap-0.5 rounded-md bg-surface-sunken p-0.5 dark:bg-background',
    tab: 'h-6 rounded-sm px-2 text-sm aria-selected:bg-surface aria-selected:text-text aria-selected:shadow-control dark:aria-selected:bg-selected',
  },
  bar: {
    list: 'flex',
    tab: 'h-12 flex-1 flex-col justify-center gap-0.5! text-xs aria-selected:text-accent-text [&_svg]:size-4.5',
  },
};

/** Tabs without their panels, for panels that live elsewhere. Arrow keys, Home and End move and choose. */
export function TabList<Id extends string>({
  label,
  tabs,
  value,
  onValueChange,
  panelIdOf,
  look = 'underline',
  className,
}: TabListProps<Id>) {
  function handleKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const current = tabs.findIndex((tab) => tab.id === value);
    const next = tabs.at(nextIndex({ key: event.key, current, count: tabs.length }) ?? tabs.length);
    if (!next) return;
    event.preventDefault();
    onValueChange(next.id);
    const buttons = event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]');
    buttons[tabs.indexOf(next)]?.focus();
  }

  return (
    <div
      role="tablist"
      aria-label={label}
      onKeyDown={handleKeyDown}
      className={cn('shrink-0 [scrollbar-width:none]', looks[look].list, className)}
    >
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          aria-selected={tab.id === value}
          aria-controls={panelIdOf(tab.id)}
          tabIndex={tab.id === value ? 0 : -1}
          onClick={() => onValueChange(tab.id)}
          className={cn(
            'focus-inset inline-flex shrink-0 items-center gap-1.5 whitespace-nowrap font-medium text-muted transition-colors hover:text-text [&_svg]:size-3.5',
            looks[look].tab,
          )}
        >
          {tab.icon}
          {tab.label}
          {tab.count === undefined ? null : <span className="tabular font-normal text-faint text-sm">{tab.count}</span>}
        </button>
      ))}
    </div>
  );
}

function nextIndex({ key, current, count }: { key: string; current: number; count: number }): number | undefined {
  if (key === 'ArrowRight') return (current + 1) % count;
  if (key === 'ArrowLeft') return (current - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}
