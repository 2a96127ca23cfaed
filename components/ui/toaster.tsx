'use client';

import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { toastQueue } from './toast.ts';

const ToasterSurface = lazy(() =>
  import('./toaster-surface.tsx').then((module) => ({ default: module.ToasterSurface })),
);

/** Stands once in the page. Costs nothing until the first toast. */
export function Toaster() {
  const isNeeded = useStore(toastQueue, (queue) => queue.length > 0);
  const [wasNeeded, setWasNeeded] = useState(false);
  if (isNeeded && !wasNeeded) setWasNeeded(true);
  if (!wasNeeded) return null;
  return (
    <Suspense fallback={null}>
      <ToasterSurface />
    </Suspense>
  );
}
