'use client';

import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { ButtonVariant } from '#components/ui/button-styles.ts';
import { lazyComponent } from '#components/ui/lazy-component.tsx';

const AddModelDialog = lazyComponent(() => import('./add-model-dialog.tsx').then((module) => module.AddModelDialog));

/** The visible way to a real model. */
export function AddModelButton({ variant = 'secondary' }: { variant?: ButtonVariant }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" variant={variant} icon={<KeyRound />} onClick={() => setOpen(true)}>
        Add a real model
      </Button>
      {isOpen ? <AddModelDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}
