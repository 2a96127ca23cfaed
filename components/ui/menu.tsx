'use client';

import { type ReactNode, type Ref, useRef, useState } from 'react';
import { lazyComponent } from './lazy-component.tsx';
import type { MenuItem } from './menu-item.ts';

export type MenuTriggerProps = {
  ref: Ref<HTMLButtonElement>;
  'aria-haspopup': 'menu';
  'aria-expanded': boolean;
  onClick: () => void;
  onKeyDown: (event: React.KeyboardEvent) => void;
  onPointerEnter: () => void;
};

export type MenuProps = {
  /** The accessible name of the open menu. */
  label: string;
  items: MenuItem[];
  align?: 'start' | 'end';
  /** Spread what it receives on a Button or IconButton. */
  trigger: (props: MenuTriggerProps) => ReactNode;
};

const MenuSurface = lazyComponent(() => import('./menu-surface.tsx').then((module) => module.MenuSurface));

export function Menu({ label, items, align = 'start', trigger }: MenuProps) {
  const [open, setOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);

  function show() {
    setWasOpened(true);
    setOpen(true);
  }

  return (
    <span className="relative inline-flex min-w-0">
      {trigger({
        ref: button,
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        onClick: () => (open ? setOpen(false) : show()),
        onKeyDown: (event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          show();
        },
        onPointerEnter: MenuSurface.prepare,
      })}
      {wasOpened ? (
        <MenuSurface label={label} items={items} align={align} open={open} onOpenChange={setOpen} button={button} />
      ) : null}
    </span>
  );
}
