'use client';

import { Search } from 'lucide-react';
import { openCommands } from '#components/ui/command-store.ts';
import { Kbd } from '#components/ui/kbd.tsx';

export function CommandMenuButton() {
  return (
    <button
      type="button"
      aria-label="Open command menu"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={() => openCommands('menu')}
      className="inline-flex size-7 items-center justify-center gap-2 rounded-md text-muted hover:bg-hover hover:text-text sm:w-auto sm:border sm:border-border sm:bg-surface sm:px-2 sm:text-faint"
    >
      <Search className="size-3.5" />
      <span className="hidden text-sm lg:inline">Search or run</span>
      <span className="hidden sm:inline">
        <Kbd keys="$mod+k" />
      </span>
    </button>
  );
}
