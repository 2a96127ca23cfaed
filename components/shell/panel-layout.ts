import type { PanelSizes } from '#components/ui/preferences-store.ts';

export type PanelId = 'configuration' | 'simulator' | 'state';
export type SideId = Exclude<PanelId, 'simulator'>;
export type Arrangement = 'one' | 'two' | 'three';

const panelIds: PanelId[] = ['configuration', 'simulator', 'state'];

/** These three are in three-panels.css too. */
const RAIL_PX = 40;
const SIDE_MINIMUM_PX = 280;
const SIMULATOR_MINIMUM_PX = 320;

const defaultSizes: Record<Arrangement, Record<SideId, number>> = {
  one: { configuration: 27, state: 30 },
  two: { configuration: 40, state: 40 },
  three: { configuration: 27, state: 30 },
};

const nothingSaved: PanelSizes = { sizes: {}, collapsed: [] };

/** The panels an arrangement shows. */
export function shownPanels({ arrangement, side }: { arrangement: Arrangement; side: SideId }): PanelId[] {
  return arrangement === 'two' ? ['simulator', side] : panelIds;
}

/** A side keeps its own width, in percent of the row; the simulator takes the rest. */
export function sideSize({
  saved = nothingSaved,
  arrangement,
  id,
}: {
  saved: PanelSizes | undefined;
  arrangement: Arrangement;
  id: SideId;
}): number {
  return saved.sizes[id] ?? defaultSizes[arrangement][id];
}

/** The sizes after a side was made `px` wide, as far as there is room; below half its minimum it collapses. */
export function resizeSide({
  saved = nothingSaved,
  arrangement,
  id,
  px,
  rowPx,
  otherPx,
}: {
  saved: PanelSizes | undefined;
  arrangement: Arrangement;
  id: SideId;
  px: number;
  rowPx: number;
  /** The width of the other side; 0 where it is not shown. */
  otherPx: number;
}): PanelSizes {
  if (saved.collapsed.includes('simulator')) return shareRow({ saved, arrangement, id, px, rowPx });
  if (px < (SIDE_MINIMUM_PX + RAIL_PX) / 2) return withCollapsed({ saved, id, collapsed: true });
  const width = clamp({ value: px, min: SIDE_MINIMUM_PX, max: rowPx - otherPx - SIMULATOR_MINIMUM_PX });
  const percent = (width / rowPx) * 100;
  // Of two panels the sides take turns in one place: both have its width, so that a switch moves nothing.
  const sizes = arrangement === 'two' ? { configuration: percent, state: percent } : { ...saved.sizes, [id]: percent };
  return withCollapsed({ saved: { ...saved, sizes }, id, collapsed: false });
}

/** Without the simulator the two sides fill the row: only their proportion is new. */
function shareRow({
  saved,
  arrangement,
  id,
  px,
  rowPx,
}: {
  saved: PanelSizes;
  arrangement: Arrangement;
  id: SideId;
  px: number;
  rowPx: number;
}): PanelSizes {
  const other: SideId = id === 'state' ? 'configuration' : 'state';
  const available = rowPx - RAIL_PX;
  const share = clamp({ value: px, min: SIDE_MINIMUM_PX, max: available - SIDE_MINIMUM_PX }) / available;
  const total = sideSize({ saved, arrangement, id }) + sideSize({ saved, arrangement, id: other });
  return { ...saved, sizes: { ...saved.sizes, [id]: total * share, [other]: total * (1 - share) } };
}

/** The same sizes with one panel collapsed or open. */
export function withCollapsed({
  saved = nothingSaved,
  id,
  collapsed,
}: {
  saved: PanelSizes | undefined;
  id: PanelId;
  collapsed: boolean;
}): PanelSizes {
  const others = saved.collapsed.filter((other) => other !== id);
  return { sizes: saved.sizes, collapsed: collapsed ? [...others, id] : others };
}

function clamp({ value, min, max }: { value: number; min: number; max: number }): number {
  return Math.max(min, Math.min(value, max));
}
