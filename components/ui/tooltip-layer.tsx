'use client';

import { useRef } from 'react';
import { useTooltips } from './use-tooltips.ts';

/** The one tooltip of the page: any element with `data-tooltip="…"` (and `data-tooltip-side`) shows its text in it. */
export function TooltipLayer() {
  const layer = useRef<HTMLDivElement>(null);
  useTooltips(layer);
  return (
    <div
      ref={layer}
      popover="manual"
      aria-hidden="true"
      className="wrap-anywhere pointer-events-none fixed m-0 max-w-72 text-pretty rounded-md border-0 bg-text px-2 py-1 text-background text-sm open:animate-appear"
    />
  );
}
