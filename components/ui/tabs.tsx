'use client';

import { type ReactNode, useId, useState } from 'react';
import { cn } from '#lib/cn.ts';
import { type TabLabel, TabList } from './tab-list.tsx';

export type TabsProps<Id extends string> = {
  label: string;
  tabs: (TabLabel & { id: Id; content: ReactNode })[];
  value: Id;
  onValueChange: (id: Id) => void;
  look?: 'underline' | 'segmented';
  className?: string;
  listClassName?: string;
  panelClassName?: string;
};

/** A tab's content is mounted when it is first shown, and hidden, not unmounted, afterwards. */
export function Tabs<Id extends string>({
  label,
  tabs,
  value,
  onValueChange,
  look = 'underline',
  className,
  listClassName,
  panelClassName,
}: TabsProps<Id>) {
  const base = useId();
  const [visited, setVisited] = useState<Id[]>([value]);
  if (!visited.includes(value)) setVisited([...visited, value]);
  const panelIdOf = (id: Id) => `${base}-${id}`;
  return (
    <div className={cn('flex min-h-0 min-w-0 flex-col', className)}>
      <TabList
        label={label}
        tabs={tabs}
        value={value}
        onValueChange={onValueChange}
        panelIdOf={panelIdOf}
        look={look}
        className={cn(look === 'segmented' && 'self-start', listClassName)}
      />
      {tabs.map((tab) => (
        <div
          key={tab.id}
          id={panelIdOf(tab.id)}
          role="tabpanel"
          aria-label={tab.label}
          hidden={tab.id !== value}
          className={cn('min-h-0 flex-1', panelClassName)}
        >
          {visited.includes(tab.id) ? tab.content : null}
        </div>
      ))}
    </div>
  );
}
