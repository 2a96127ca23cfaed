import { useLayoutEffect } from 'react';
import type { SideId } from './panel-layout.ts';
import { panelDomId } from './use-panel-layout.ts';

/** The outside system: the keyboard focus. Both sides have the same tabs; it follows to those of the side now shown. */
export function useTabHandover(side: SideId) {
  useLayoutEffect(() => {
    if (!document.activeElement?.closest('[data-side-tabs]')) return;
    // The panel has no width, so nothing in it takes the focus, before the group has laid it out.
    requestAnimationFrame(() => {
      const panel = document.getElementById(panelDomId(side));
      panel?.querySelector<HTMLElement>('[data-side-tabs] [aria-selected=true]')?.focus();
    });
  }, [side]);
}
