'use client';

import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { SideId } from './panel-layout.ts';
import { type PanelLayout, panelDomId } from './use-panel-layout.ts';

type PanelSeparatorProps = {
  place: 'first-separator' | 'second-separator';
  /** The panel it makes wider or narrower. */
  target: SideId;
  label: string;
  layout: PanelLayout;
};

const STEP_PX = 24;
const FAR_PX = 100_000;

/** Drag it, or focus it and use the arrow keys, Home, End and Enter; a double click takes the sizes back. */
export function PanelSeparator({ place, target, label, layout }: PanelSeparatorProps) {
  const grip = useRef<{ x: number; px: number }>(null);
  // It stands before the state panel, and before whichever side there is of two.
  const direction = target === 'state' || layout.arrangement === 'two' ? -1 : 1;
  const isStuck = !layout.isOpen('simulator') && !(layout.isOpen('configuration') && layout.isOpen('state'));

  function measure(separator: HTMLElement) {
    const other = target === 'state' ? 'configuration' : 'state';
    const otherPx = layout.arrangement === 'two' ? 0 : widthOf(other);
    return { rowPx: separator.parentElement?.offsetWidth ?? 0, otherPx };
  }

  function handlePointerDown(event: PointerEvent<HTMLDivElement>) {
    if (event.button !== 0 || isStuck) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { x: event.clientX, px: widthOf(target) };
  }

  function handlePointerMove(event: PointerEvent<HTMLDivElement>) {
    if (!grip.current) return;
    const px = grip.current.px + direction * (event.clientX - grip.current.x);
    layout.drag({ id: target, px, ...measure(event.currentTarget) });
  }

  function handleLostCapture() {
    grip.current = null;
    layout.drop();
  }

  function handleKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    if (isStuck) return;
    if (event.key === 'Enter') return layout.setCollapsed(target, layout.isOpen(target));
    const change = changeOf(event.key, direction);
    if (change === undefined) return;
    event.preventDefault();
    if (layout.isOpen(target)) {
      layout.resize({ id: target, px: widthOf(target) + change, ...measure(event.currentTarget) });
    } else if (change > 0) {
      layout.setCollapsed(target, false);
    }
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> is a line between texts, this one is a control
    <div
      role="separator"
      data-place={place}
      aria-label={label}
      aria-orientation="vertical"
      aria-controls={panelDomId(target)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={layout.isOpen(target) ? Math.round(layout.sizeOf(target)) : 0}
      aria-disabled={isStuck || undefined}
      tabIndex={isStuck ? -1 : 0}
      onPointerDown={handlePointerDown}
      onPointerMove={handlePointerMove}
      onLostPointerCapture={handleLostCapture}
      onDoubleClick={layout.reset}
      onKeyDown={handleKeyDown}
      className="relative z-10 w-px shrink-0 cursor-col-resize touch-none bg-border outline-none before:absolute before:inset-y-0 before:-inset-x-1.5 after:absolute after:inset-y-0 after:-left-px after:w-0.75 after:transition-colors hover:after:bg-accent-text/60 focus-visible:after:bg-accent-text active:after:bg-accent-text aria-disabled:pointer-events-none pointer-coarse:before:-inset-x-3.5"
    />
  );
}

function changeOf(key: string, direction: 1 | -1): number | undefined {
  if (key === 'ArrowRight') return direction * STEP_PX;
  if (key === 'ArrowLeft') return -direction * STEP_PX;
  if (key === 'Home') return -FAR_PX;
  if (key === 'End') return FAR_PX;
  return undefined;
}

function widthOf(id: SideId): number {
  return document.getElementById(panelDomId(id))?.offsetWidth ?? 0;
}
