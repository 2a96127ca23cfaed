'use client';

import { CircleAlert } from 'lucide-react';
import { useStore } from 'zustand';
import { Button } from '#components/ui/button.tsx';
import { adeSession } from '#lib/letta/ade-session.ts';
import { useLogoutElsewhere } from './use-logout-elsewhere.ts';

/** Below the bar of every page once the session has ended: after a restart of Letta ADE, for one. */
export function SessionBanner() {
  useLogoutElsewhere();
  const isOver = useStore(adeSession, (session) => session.isOver);
  if (!isOver) return null;
  return (
    <div
      role="alert"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-warning/25 border-b bg-warning-soft px-4 py-1.5"
    >
      <CircleAlert className="size-3.5 text-warning" />
      <span>You are not logged in any more. Your drafts are kept.</span>
      <Button size="sm" onClick={() => location.reload()}>
        Log in again
      </Button>
    </div>
  );
}
