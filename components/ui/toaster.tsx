'use client';

import { useState } from 'react';
import { useStore } from 'zustand';
import { lazyComponent } from './lazy-component.tsx';
import { toastQueue } from './toast.ts';

const ToasterSurface = lazyComponent(() => import('./toaster-surface.tsx').then((module) => module.ToasterSurface));

/** Stands once in the page. Costs nothing until the first toast. */
export function Toaster() {
  const isNeeded = useStore(toastQueue, (queue) => queue.length > 0);
  const [wasNeeded, setWasNeeded] = useState(false);
  if (isNeeded && !wasNeeded) setWasNeeded(true);
  return wasNeeded ? <ToasterSurface /> : null;
}
