'use client';

import type { ReactNode } from 'react';
import { lazyComponent } from './lazy-component.tsx';

export type DialogSize = 'sm' | 'md' | 'lg' | 'xl';

export type DialogProps = {
  /** Asked for by Escape, the cross and a press outside: unmount it, or do nothing to refuse. */
  onClose: () => void;
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
/** Open while it is mounted. On a phone it fills the screen. */
export const Dialog = lazyComponent<DialogProps>(() =>
  import('./dialog-surface.tsx').then((module) => module.DialogSurface),
);
