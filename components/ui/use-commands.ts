import { useEffect, useEffectEvent } from 'react';
import { type Command, registerCommands } from './command-store.ts';

/** The outside system: the command registry. Commands are there while the component is; `run` is always the latest. */
export function useCommands(commands: Command[]) {
  const register = useEffectEvent(() =>
    registerCommands(commands.map((command) => ({ ...command, run: () => runLatest(command.id) }))),
  );
  const runLatest = useEffectEvent((id: string) => commands.find((command) => command.id === id)?.run());
  const signature = JSON.stringify(
    commands.map(({ id, label, group, shortcut, menuHidden }) => [id, label, group, shortcut, menuHidden]),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the array is new at every render; its signature is not
  useEffect(() => register(), [signature]);
}
