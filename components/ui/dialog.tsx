'use client';

import { lazy, type ReactNode, Suspense, useState } from 'react';

export type DialogSize = 'sm' | 'md' | 'lg' | 'xl';

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description: ReactNode;
  /** The description is for screen readers only. */
  descriptionHidden?: boolean;
  size?: DialogSize;
  /** Buttons, at the end; stays in view while the content scrolls. */
  footer?: ReactNode;
  /** For a question that has to be answered: 'alertdialog'. */
  role?: 'dialog' | 'alertdialog';
  children?: ReactNode;
};

// Radix is fetched when the first dialog opens: it is a tenth of the first page's JavaScript.
const DialogSurface = lazy(() => import('./dialog-surface.tsx').then((module) => ({ default: module.DialogSurface })));

/** On a phone it fills the screen. Closing asks `onOpenChange(false)`: keep `open` to refuse. */
export function Dialog(props: DialogProps) {
  const [wasOpened, setWasOpened] = useState(props.open);
  if (props.open && !wasOpened) setWasOpened(true);
  if (!wasOpened) return null;
  return (
    <Suspense fallback={null}>
      <DialogSurface {...props} />
    </Suspense>
  );
}
