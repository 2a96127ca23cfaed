'use client';

import { cn } from '#lib/cn.ts';
import { useIsMac } from './use-is-mac.ts';

type KbdProps = {
  /** As tinykeys writes it: "$mod+k", "Shift+?", "g a". */
  keys: string;
  className?: string;
};

export function Kbd({ keys, className }: KbdProps) {
  const isMac = useIsMac();
  return (
    <span className={cn('inline-flex items-center gap-0.5', className)}>
      {keys.split(' ').map((press) => (
        <kbd
          key={press}
          className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-border bg-surface-sunken px-1 font-sans text-muted text-xs dark:bg-surface-raised"
        >
          {formatPress(press, isMac)}
        </kbd>
      ))}
    </span>
  );
}

function formatPress(press: string, isMac: boolean): string {
  // "?" is typed with Shift on every layout that has it; the sign alone is what people look for.
  if (press === 'Shift+?') return '?';
  const names: Record<string, string> = isMac
    ? { $mod: '⌘', Shift: '⇧', Alt: '⌥', Control: '⌃', Enter: '↵' }
    : { $mod: 'Ctrl', Enter: '↵' };
  const parts = press.split('+').map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part));
  return parts.join(isMac ? '' : '+');
}
