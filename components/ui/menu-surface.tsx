'use client';

import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import { type RefObject, useRef } from 'react';
import { cn } from '#lib/cn.ts';
import { Kbd } from './kbd.tsx';
import type { MenuAction, MenuItem } from './menu-item.ts';

type MenuSurfaceProps = {
  label: string;
  items: MenuItem[];
  align: 'start' | 'end';
  open: boolean;
  onOpenChange: (open: boolean) => void;
  button: RefObject<HTMLButtonElement | null>;
};

/** The Radix half of Menu. Its own trigger is an empty box over the real button, there to be measured. */
export function MenuSurface({ label, items, align, open, onOpenChange, button }: MenuSurfaceProps) {
  const chosen = useRef<() => void>(undefined);
  return (
    <Radix.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>
        <span aria-hidden="true" tabIndex={-1} className="pointer-events-none absolute inset-0" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-labelledby={undefined}
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          onPointerDownOutside={(event) => {
            // The button closes the menu by its own click; closed here already, the click would open it again.
            if (event.target instanceof Node && button.current?.contains(event.target)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            button.current?.focus();
            // Run last, so that a dialog it opens finds the button to give the focus back to.
            chosen.current?.();
            chosen.current = undefined;
          }}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-80 overflow-y-auto rounded-lg bg-surface-raised p-1 shadow-raised data-[state=open]:animate-pop"
        >
          {items.map((item) => {
            if ('separator' in item) return <Radix.Separator key={item.id} className="-mx-1 my-1 h-px bg-border" />;
            if ('heading' in item) {
              return (
                <Radix.Label key={item.id} className="px-2 pt-1.5 pb-1 font-medium text-faint text-xs">
                  {item.heading}
                </Radix.Label>
              );
            }
            return (
              <MenuRow
                key={item.id}
                item={item}
                onChoose={() => {
                  chosen.current = item.onSelect;
                }}
              />
            );
          })}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function MenuRow({ item, onChoose }: { item: MenuAction; onChoose: () => void }) {
  const isChoice = item.checked !== undefined;
  const Row = isChoice ? Radix.CheckboxItem : Radix.Item;
  return (
    <Row
      {...(isChoice ? { checked: item.checked ?? false } : {})}
      disabled={item.disabledReason !== undefined}
      onSelect={onChoose}
      className={cn(
        'flex min-h-7 select-none items-center gap-2 rounded-sm px-2 py-1 outline-none data-disabled:cursor-not-allowed data-highlighted:bg-hover dark:data-highlighted:bg-selected [&_svg]:size-3.5 [&_svg]:shrink-0',
        item.danger ? 'text-danger' : '[&_svg]:text-muted',
      )}
    >
      {isChoice ? <Check className={cn('text-accent-text', item.checked || 'invisible')} /> : null}
      {item.icon}
      <span className={cn('min-w-0 flex-1', item.disabledReason && 'text-faint')}>
        <span className="wrap-anywhere block">{item.label}</span>
        {(item.disabledReason ?? item.note) ? (
          <span className="block text-pretty text-faint text-sm">{item.disabledReason ?? item.note}</span>
        ) : null}
      </span>
      {item.shortcut ? <Kbd keys={item.shortcut} className="ml-4" /> : null}
    </Row>
  );
}
