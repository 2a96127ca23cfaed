'use client';

import { useStore } from 'zustand';
import { commandStore, listCommands } from '#components/ui/command-store.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      onClose={onClose}
      title="Keyboard shortcuts"
      description="What the keyboard can do on this page."
      descriptionHidden
      size="sm"
    >
      <ShortcutList />
    </Dialog>
  );
}

function ShortcutList() {
  const registrations = useStore(commandStore, (state) => state.registrations);
  const commands = listCommands({ registrations, open: 'shortcuts' });
  const groups = Map.groupBy(commands, (command) => command.group);
  return (
    <div className="flex flex-col gap-5">
      {[...groups].map(([group, members]) => {
        const withKeys = members.filter((command) => command.shortcut);
        if (withKeys.length === 0) return null;
        return (
          <div key={group}>
            <h3 className="mb-1 font-medium text-faint text-sm">{group}</h3>
            <dl className="divide-y divide-border">
              {withKeys.map((command) => (
                <div key={command.id} className="flex min-h-8 items-center justify-between gap-4">
                  <dt className="min-w-0 truncate">{command.label}</dt>
                  <dd>
                    <Kbd keys={command.shortcut ?? ''} />
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        );
      })}
    </div>
  );
}
