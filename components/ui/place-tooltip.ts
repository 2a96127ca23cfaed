const GAP = 6;
const EDGE = 8;

/** Puts the tooltip below its target, or where `data-tooltip-side` asks, and always inside the window. */
export function placeTooltip({ layer, target }: { layer: HTMLElement; target: Element }) {
  const anchor = target.getBoundingClientRect();
  const { width, height } = layer.getBoundingClientRect();
  const side = target.getAttribute('data-tooltip-side') ?? 'bottom';
  const centre = { left: anchor.left + (anchor.width - width) / 2, top: anchor.top + (anchor.height - height) / 2 };

  let { left, top } = centre;
  if (side === 'left') left = anchor.left - width - GAP;
  else if (side === 'right') left = anchor.right + GAP;
  else {
    const above = anchor.top - height - GAP;
    const below = anchor.bottom + GAP;
    const fitsBelow = below + height <= window.innerHeight - EDGE;
    top = (side === 'top' && above >= EDGE) || !fitsBelow ? above : below;
  }
  layer.style.left = `${clamp(left, window.innerWidth - width - EDGE)}px`;
  layer.style.top = `${clamp(top, window.innerHeight - height - EDGE)}px`;
}

function clamp(value: number, max: number): number {
  return Math.max(EDGE, Math.min(value, max));
}
