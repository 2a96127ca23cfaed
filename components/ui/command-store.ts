import type { ReactNode } from 'react';
import { createStore } from 'zustand/vanilla';

export type Command = {
  id: string;
  label: string;
  /** The heading it stands under in the menu: 'Agent', 'Go to'. */
  group: string;
  /** As tinykeys writes it: "$mod+Enter", "g a", "Shift+?". Without a modifier it is ignored while typing. */
  shortcut?: string | undefined;
  icon?: ReactNode;
  /** Other words a person may search it by. */
  keywords?: string[];
  /** A shortcut only: listed in the help, not in the menu. */
  menuHidden?: boolean;
  run: () => void;
};

type CommandState = {
  registrations: ReadonlyMap<symbol, Command[]>;
  open: 'menu' | 'shortcuts' | 'logout' | undefined;
};

/** What can be done on the page right now. It lives in ui/ because every feature registers into it. */
export const commandStore = createStore<CommandState>(() => ({ registrations: new Map(), open: undefined }));

export function registerCommands(commands: Command[]): () => void {
  const key = Symbol('commands');
  commandStore.setState(({ registrations }) => ({ registrations: new Map(registrations).set(key, commands) }));
  return () => {
    commandStore.setState(({ registrations }) => {
      const rest = new Map(registrations);
      rest.delete(key);
      return { registrations: rest };
    });
  };
}

/** Every command once, the latest registrations first: a page's own before those of the frame around it. */
export function listCommands({ registrations }: CommandState): Command[] {
  const byId = new Map<string, Command>();
  for (const command of [...registrations.values()].reverse().flat()) {
    if (!byId.has(command.id)) byId.set(command.id, command);
  }
  return [...byId.values()];
}

export function openCommands(open: CommandState['open']) {
  commandStore.setState({ open });
}
