import { type RefObject, useEffect } from 'react';
import { placeTooltip } from './place-tooltip.ts';

const HOVER_DELAY_MS = 400;
const STAYS_WARM_MS = 400;

/** The outside system: pointer, focus, key and scroll events of the document. */
export function useTooltips(layerRef: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const layer = layerRef.current;
    if (!layer?.showPopover) return;
    return listenFor(layer);
  }, [layerRef]);
}

function listenFor(layer: HTMLElement) {
  const controller = new AbortController();
  const { signal } = controller;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let target: Element | null = null;
  let hiddenAt = 0;

  function hide() {
    clearTimeout(timer);
    target = null;
    if (!layer.matches(':popover-open')) return;
    layer.hidePopover();
    hiddenAt = performance.now();
  }

  function showSoon(next: Element, delay: number) {
    hide();
    target = next;
    timer = setTimeout(() => {
      const text = next.getAttribute('data-tooltip');
      if (!text || !next.isConnected) return;
      layer.textContent = text;
      layer.showPopover();
      placeTooltip({ layer, target: next });
    }, delay);
  }

  function handlePointerOver(event: PointerEvent) {
    const next = closestTooltip(event.target);
    if (next === target) return;
    if (!next || event.pointerType === 'touch') return hide();
    showSoon(next, performance.now() - hiddenAt < STAYS_WARM_MS ? 0 : HOVER_DELAY_MS);
  }

  function handleFocusIn(event: FocusEvent) {
    const next = closestTooltip(event.target);
    if (next?.matches(':focus-visible')) showSoon(next, 0);
    else hide();
  }

  document.addEventListener('pointerover', handlePointerOver, { signal });
  document.addEventListener('focusin', handleFocusIn, { signal });
  document.addEventListener('focusout', hide, { signal });
  document.addEventListener('pointerdown', hide, { signal, capture: true });
  document.addEventListener('scroll', hide, { signal, capture: true, passive: true });
  document.addEventListener('keydown', (event) => event.key === 'Escape' && hide(), { signal, capture: true });
  return () => {
    hide();
    controller.abort();
  };
}

function closestTooltip(node: EventTarget | null): Element | null {
  return node instanceof Element ? node.closest('[data-tooltip]') : null;
}
