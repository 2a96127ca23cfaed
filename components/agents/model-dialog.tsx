'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { describeFailure, type Failure } from '#lib/letta/describe-failure.ts';
import { ModelChoice } from './model-choice.tsx';

interface ModelDialogProps {
  serverId: string;
  title: string;
  onClose: () => void;
  onChoose: (model: string) => Promise<unknown>;
}

/** Asks for a model where a server has several. */
export function ModelDialog({ serverId, title, onClose, onChoose }: ModelDialogProps) {
  const [model, setModel] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function choose() {
    setBusy(true);
    setFailure(null);
    try {
      await onChoose(model);
    } catch (error) {
      setFailure(describeFailure(error));
    }
    setBusy(false);
  }

  return (
    <Dialog
      size="sm"
      onClose={onClose}
      title={title}
      description="This server has several models. Which one should the agent use? You can change it later."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={busy}
            disabledReason={model ? undefined : 'Choose a model first'}
            onClick={() => void choose()}
          >
            Start
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <ModelChoice serverId={serverId} value={model} onValueChange={setModel} />
        {failure ? <ErrorNote {...failure} /> : null}
      </div>
    </Dialog>
  );
}
