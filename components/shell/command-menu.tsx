'use client';

import { useState } from 'react';
import { useStore } from 'zustand';
import { commandStore, openCommands } from '#components/ui/command-store.ts';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { LogOutDialog } from './log-out-dialog.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { useShellCommands } from './use-shell-commands.tsx';
import { useShortcuts } from './use-shortcuts.ts';

const CommandPalette = lazyComponent(() => import('./command-palette.tsx').then((module) => module.CommandPalette));

/** Stands once in the frame: listens for every shortcut, and opens the menu and the list of shortcuts. */
export function CommandMenu() {
  useShortcuts();
  useShellCommands();
  const open = useStore(commandStore, (state) => state.open);
  const [wasOpened, setWasOpened] = useState(false);
  if (open === 'menu' && !wasOpened) setWasOpened(true);
  return (
    <>
      {wasOpened ? (
        <CommandPalette open={open === 'menu'} onOpenChange={(next) => openCommands(next ? 'menu' : undefined)} />
      ) : null}
      {open === 'shortcuts' ? <ShortcutsDialog onClose={() => openCommands(undefined)} /> : null}
      {open === 'logout' ? <LogOutDialog onClose={() => openCommands(undefined)} /> : null}
    </>
  );
}
