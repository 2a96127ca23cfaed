/** The agents that are ticked in the list, and why something could not be done with some of them. */
export interface Selection {
  ids: ReadonlySet<string>;
  failures: ReadonlyMap<string, string>;
  /** Where the next range begins. */
  anchor: string | null;
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), failures: new Map(), anchor: null };

interface Toggle {
  id: string;
  checked: boolean;
  /** With everything between it and the one before. */
  isRange: boolean;
}

/** One row is ticked or unticked, or all from the last one to this one. */
export function toggleRow(before: Selection, shown: readonly string[], { id, checked, isRange }: Toggle): Selection {
  const from = isRange && before.anchor !== null ? shown.indexOf(before.anchor) : -1;
  const to = shown.indexOf(id);
  const rows = from === -1 || to === -1 ? [id] : shown.slice(Math.min(from, to), Math.max(from, to) + 1);
  const ids = new Set(before.ids);
  for (const row of rows) {
    if (checked) ids.add(row);
    else ids.delete(row);
  }
  return { ...before, ids, anchor: id };
}

/** What is left of a selection when only these are in the list; the same object when that is all of it. */
export function keepShown(before: Selection, shown: readonly string[]): Selection {
  const rows = new Set(shown);
  const isWhole = [...before.ids, ...before.failures.keys()].every((id) => rows.has(id));
  if (isWhole) return before;
  return {
    ids: new Set([...before.ids].filter((id) => rows.has(id))),
    failures: new Map([...before.failures].filter(([id]) => rows.has(id))),
    anchor: before.anchor !== null && rows.has(before.anchor) ? before.anchor : null,
  };
}

/** What failed stays selected, with its reason. Without failures everything does. */
export function keepFailed(before: Selection, failures: ReadonlyMap<string, string>): Selection {
  return { ...before, ids: failures.size > 0 ? new Set(failures.keys()) : before.ids, failures };
}
