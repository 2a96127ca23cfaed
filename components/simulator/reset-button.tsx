'use client';

import { useMutation } from '@tanstack/react-query';
import { Eraser } from 'lucide-react';
import { useState } from 'react';
import { useAgentRef, useIsBusy, useRun } from '#components/session/agent-session.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { useCommands } from '#components/ui/use-commands.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { resetMessagesMutation } from '#lib/letta/messages.ts';

/** Empties the agent's context window, after a question. */
export function ResetButton() {
  const [isAsking, setAsking] = useState(false);
  const [withDefaults, setWithDefaults] = useState(false);
  const ref = useAgentRef();
  const { offReason } = useCapability(ref.serverId, 'reset');
  const isBusy = useIsBusy();
  const whyNot = offReason ?? (isBusy ? 'the agent is working' : undefined);
  const reset = useMutation(resetMessagesMutation(ref));
  const clear = useRun((store) => store.clear);
  useCommands([
    {
      id: 'reset-messages',
      label: 'Empty the context window…',
      group: 'Agent',
      icon: <Eraser />,
      run: () => setAsking(whyNot === undefined),
    },
  ]);
  return (
    <>
      <IconButton
        label="Empty the context window"
        icon={<Eraser />}
        disabledReason={whyNot}
        onClick={() => setAsking(true)}
      />
      {isAsking ? (
        <ConfirmDialog
          onClose={() => setAsking(false)}
          title="Empty the context window?"
          description="The agent forgets what was said so far, except for what it wrote into memory. The messages stay in its history, where conversation search finds them."
          confirmLabel="Empty it"
          describeError={describeFailure}
          onConfirm={async () => {
            await reset.mutateAsync({ withDefaults });
            clear();
          }}
        >
          <Checkbox
            label="Begin with the default opening messages"
            hint="What Letta puts at the start of a new agent's context window."
            checked={withDefaults}
            onCheckedChange={setWithDefaults}
          />
        </ConfirmDialog>
      ) : null}
    </>
  );
}
