import { useEffect, useRef, useState } from 'react';
import { type PanelSizes, setPanelSizes, usePreferences } from '#components/ui/preferences-store.ts';
import { useMediaQuery } from '#components/ui/use-media-query.ts';
import {
  type Arrangement,
  type PanelId,
  resizeSide,
  type SideId,
  shownPanels,
  sideSize,
  withCollapsed,
} from './panel-layout.ts';

/** The DOM id of a panel. */
export const panelDomId = (id: PanelId) => `panel-${id}`;

export type PanelLayout = ReturnType<typeof usePanelLayout>;

/** What is open and how wide, from the preferences, or from the separator while it is dragged. */
export function usePanelLayout(activeId: PanelId) {
  const arrangement = useArrangement();
  const side = useLastSide(activeId);
  const preferences = usePreferences((state) => state.panels);
  const [dragged, setDragged] = useState<PanelSizes>();

  const saved = preferences[arrangement];
  const current = dragged ?? saved;
  const isOpen = (id: PanelId) => !current?.collapsed.includes(id);

  function setCollapsed(id: PanelId, collapsed: boolean) {
    setPanelSizes(arrangement, withCollapsed({ saved, id, collapsed }));
  }
  useOpenWhenActivated(activeId, () => {
    if (!isOpen(activeId)) setCollapsed(activeId, false);
  });

  return {
    arrangement,
    side,
    isOpen,
    isLastOpen: shownPanels({ arrangement, side }).filter(isOpen).length === 1,
    setCollapsed,
    sizeOf: (id: SideId) => sideSize({ saved: current, arrangement, id }),
    /** For the style sheet, which needs both arrangements to lay out the server's HTML at any width. */
    sizesOf: (id: SideId) => ({
      '--two': sideSize({ saved: arrangement === 'two' ? current : preferences['two'], arrangement: 'two', id }),
      '--three': sideSize({
        saved: arrangement === 'three' ? current : preferences['three'],
        arrangement: 'three',
        id,
      }),
    }),
    collapsedIn: (id: PanelId) =>
      ['two', 'three'].filter((name) => (name === arrangement ? current : preferences[name])?.collapsed.includes(id)),
    drag: (change: Omit<Parameters<typeof resizeSide>[0], 'saved' | 'arrangement'>) =>
      setDragged(resizeSide({ ...change, saved, arrangement })),
    drop: () => {
      if (dragged) setPanelSizes(arrangement, dragged);
      setDragged(undefined);
    },
    resize: (change: Omit<Parameters<typeof resizeSide>[0], 'saved' | 'arrangement'>) =>
      setPanelSizes(arrangement, resizeSide({ ...change, saved, arrangement })),
    reset: () => setPanelSizes(arrangement, { sizes: {}, collapsed: saved?.collapsed ?? [] }),
  };
}

function useArrangement(): Arrangement {
  const two = useMediaQuery('(min-width: 56.25rem)');
  const three = useMediaQuery('(min-width: 75rem)');
  if (three) return 'three';
  return two ? 'two' : 'one';
}

function useLastSide(activeId: PanelId): SideId {
  const [side, setSide] = useState<SideId>(activeId === 'state' ? 'state' : 'configuration');
  if (activeId !== 'simulator' && activeId !== side) setSide(activeId);
  return side;
}

/** The outside system: the preferences, where a panel that becomes the active one is open again. */
function useOpenWhenActivated(activeId: PanelId, open: () => void) {
  const last = useRef(activeId);
  useEffect(() => {
    if (last.current === activeId) return;
    last.current = activeId;
    open();
  });
}
