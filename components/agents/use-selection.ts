import { useState } from 'react';
import { keepFailed, keepShown, NOTHING_SELECTED, type Selection, toggleRow } from './selection.ts';

/** What is ticked in a list, and what can be done about it. */
export interface ListSelection extends Selection {
  toggle: (id: string, change: { checked: boolean; isRange: boolean }) => void;
  toggleAll: (checked: boolean) => void;
  /** After something was done with all of it: why it failed for some. */
  keepFailed: (failures: ReadonlyMap<string, string>) => void;
}

/** The selection among the rows of a list; undefined while the rows of another filter are on their way. */
export function useSelection(shown: readonly string[] | undefined): ListSelection {
  const [selection, setSelection] = useState(NOTHING_SELECTED);
  const kept = shown ? keepShown(selection, shown) : selection;
  if (kept !== selection) setSelection(kept);
  const rows = shown ?? [];
  return {
    ...kept,
    toggle: (id, change) => setSelection(toggleRow(kept, rows, { id, ...change })),
    toggleAll: (checked) => setSelection(checked ? { ...kept, ids: new Set(rows) } : NOTHING_SELECTED),
    keepFailed: (failures) => setSelection((before) => keepFailed(before, failures)),
  };
}
