'use client';

import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { type ErrorDescription, ErrorNote } from './error-note.tsx';

export type ConfirmDialogProps = {
  onClose: () => void;
  /** A question: "Delete agent Sam?" */
  title: string;
  description: ReactNode;
  /** The verb of the title: "Delete agent". */
  confirmLabel: string;
  tone?: 'danger' | 'primary';
  /** May be async; the dialog closes when it resolves, and stays with the error when it rejects. */
  onConfirm: () => unknown;
  describeError: (error: unknown) => ErrorDescription;
  /** What will happen to what: the consequences. */
  children?: ReactNode;
};

export function ConfirmDialog({
  onClose,
  title,
  description,
  confirmLabel,
  tone = 'danger',
  onConfirm,
  describeError,
  children,
}: ConfirmDialogProps) {
  const [step, setStep] = useState<{ is: 'asking' } | { is: 'working' } | { is: 'failed'; error: unknown }>({
    is: 'asking',
  });

  async function handleConfirm() {
    setStep({ is: 'working' });
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setStep({ is: 'failed', error });
    }
  }

  return (
    <Dialog
      role="alertdialog"
      size="sm"
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant={tone} busy={step.is === 'working'} onClick={() => void handleConfirm()}>
            {step.is === 'failed' ? 'Try again' : confirmLabel}
          </Button>
        </>
      }
    >
      {children || step.is === 'failed' ? (
        <div className="flex flex-col gap-3">
          {children}
          {step.is === 'failed' ? <ErrorNote {...describeError(step.error)} /> : null}
        </div>
      ) : null}
    </Dialog>
  );
}
