'use client';

import { type ReactNode, type SubmitEvent, useId, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog, type DialogSize } from './dialog.tsx';
import { type ErrorDescription, ErrorNote } from './error-note.tsx';
import { useSingleFlight } from './use-single-flight.ts';

type FormDialogProps = {
  title: string;
  size?: DialogSize;
  description: ReactNode;
  submitLabel: string;
  /** The dialog closes when it resolves, and stays with what was typed and the error when it rejects. */
  onSubmit: () => Promise<unknown>;
  onClose: () => void;
  /** Why the form cannot be submitted as it is. */
  disabledReason?: string | undefined;
  /** Null for an error that a field shows. */
  describeError: (error: unknown) => ErrorDescription | null;
  /** Stands at the start of the footer. */
  extraAction?: ReactNode;
  /** The fields. */
  children: ReactNode;
};

/** A dialog that is a form: Enter submits, once however often it is pressed; Escape and Cancel leave. */
export function FormDialog({ onSubmit, onClose, describeError, disabledReason, ...props }: FormDialogProps) {
  const formId = useId();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ error: unknown } | null>(null);
  const submit = useSingleFlight(async () => {
    setBusy(true);
    setFailure(null);
    try {
      await onSubmit();
      onClose();
    } catch (error) {
      setFailure({ error });
    }
    setBusy(false);
  });
  const shown = failure && describeError(failure.error);

  function handleSubmit(event: SubmitEvent) {
    event.preventDefault();
    if (disabledReason === undefined) submit();
  }

  return (
    <Dialog
      onClose={onClose}
      size={props.size}
      title={props.title}
      description={props.description}
      footer={
        <>
          {props.extraAction}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={isBusy} disabledReason={disabledReason}>
            {props.submitLabel}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={handleSubmit} className="flex flex-col gap-4">
        {props.children}
        {shown ? <ErrorNote {...shown} /> : null}
      </form>
    </Dialog>
  );
}
