import { useEffect } from 'react';
import { createKeybindingsHandler, type KeyBindingMap } from 'tinykeys';
import { type Command, commandStore, listCommands } from '#components/ui/command-store.ts';

/** The outside system: the window's keydown events. Captured, so that an editor with chords of its own comes second. */
export function useShortcuts() {
  useEffect(() => {
    let handle = createHandler();
    const onKeyDown = (event: KeyboardEvent) => handle(event);
    const unsubscribe = commandStore.subscribe((state, previous) => {
      if (state.registrations !== previous.registrations) handle = createHandler();
    });
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      unsubscribe();
      window.removeEventListener('keydown', onKeyDown, { capture: true });
    };
  }, []);
}

function createHandler(): EventListener {
  const bindings: KeyBindingMap = {};
  for (const command of listCommands(commandStore.getState())) {
    if (command.shortcut) bindings[command.shortcut] = (event) => runFromKey(event, command);
  }
  return createKeybindingsHandler(bindings);
}

function runFromKey(event: KeyboardEvent, command: Command) {
  const needsModifier = isTyping(event.target);
  if (event.repeat || (needsModifier && !/\$mod|Control|Meta|Alt/.test(command.shortcut ?? ''))) return;
  event.preventDefault();
  event.stopPropagation();
  command.run();
}

/** In a dialog or a menu, letters belong to it. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role=dialog], [role=alertdialog], [role=menu]') !== null
  );
}
