'use client';

import { Command as Cmdk } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useStore } from 'zustand';
import { type Command, commandStore, listCommands } from '#components/ui/command-store.ts';
import { Kbd } from '#components/ui/kbd.tsx';

type CommandPaletteProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** The half of CommandMenu that needs cmdk and Radix. */
export function CommandPalette({ open, onOpenChange }: CommandPaletteProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-backdrop data-[state=open]:animate-appear" />
        <div className="pointer-events-none fixed inset-0 z-50 flex items-start justify-center p-[8vh_0.75rem] sm:p-[14vh_1.5rem]">
          <Radix.Content className="pointer-events-auto w-full max-w-150 overflow-hidden rounded-xl bg-surface-raised shadow-overlay outline-none data-[state=open]:animate-pop">
            <Radix.Title className="sr-only">Command menu</Radix.Title>
            <Radix.Description className="sr-only">Type to search what can be done here.</Radix.Description>
            <Palette onRun={(command) => runAndClose(command, onOpenChange)} />
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Palette({ onRun }: { onRun: (command: Command) => void }) {
  const registrations = useStore(commandStore, (state) => state.registrations);
  const commands = listCommands({ registrations, open: 'menu' }).filter((command) => !command.menuHidden);
  return (
    <Cmdk label="Commands" loop>
      <div className="flex items-center gap-2.5 border-border border-b px-4">
        <Search className="size-4 shrink-0 text-faint" />
        <Cmdk.Input
          placeholder="Search or run a command"
          className="h-11 min-w-0 flex-1 bg-transparent text-lg outline-none!"
        />
      </div>
      <Cmdk.List className="max-h-[min(24rem,60vh)] scroll-py-1.5 overflow-y-auto p-1.5">
        <Cmdk.Empty className="px-3 py-8 text-center text-muted">No command matches</Cmdk.Empty>
        {[...Map.groupBy(commands, (command) => command.group)].map(([group, members]) => (
          <Cmdk.Group
            key={group}
            heading={group}
            className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs"
          >
            {members.map((command) => (
              <Cmdk.Item
                key={command.id}
                value={command.id}
                keywords={[command.label, group, ...(command.keywords ?? [])]}
                onSelect={() => onRun(command)}
                className="flex min-h-8 select-none items-center gap-2.5 rounded-md px-2.5 py-1 data-[selected=true]:bg-hover dark:data-[selected=true]:bg-selected [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted"
              >
                {command.icon}
                <span className="min-w-0 flex-1 truncate">{command.label}</span>
                {command.shortcut ? <Kbd keys={command.shortcut} /> : null}
              </Cmdk.Item>
            ))}
          </Cmdk.Group>
        ))}
      </Cmdk.List>
    </Cmdk>
  );
}

function runAndClose(command: Command, onOpenChange: (open: boolean) => void) {
  onOpenChange(false);
  // After the menu has given the focus back, so that a command may move it.
  requestAnimationFrame(() => command.run());
}
