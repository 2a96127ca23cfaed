'use client';

import { LogOut } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { openCommands } from '#components/ui/command-store.ts';

/** On the settings page, where there is a password. */
export function LogOutSection() {
  return (
    <section aria-labelledby="session-heading" className="flex flex-col gap-3">
      <h2 id="session-heading" className="font-semibold text-lg">
        Session
      </h2>
      <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-border bg-surface p-4">
        <p className="text-muted">You are logged in with the password of this Letta ADE.</p>
        <Button icon={<LogOut />} onClick={() => openCommands('logout')}>
          Log out
        </Button>
      </div>
    </section>
  );
}
