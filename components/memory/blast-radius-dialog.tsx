'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.ts';
import { type Block, blockAgentsQuery } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { recompilePrompts } from '#lib/letta/running-prompt.ts';

interface BlastRadiusDialogProps {
  block: Block;
  /** Saves; rejects with what went wrong. */
  onSave: () => Promise<unknown>;
  onClose: () => void;
}

/** Who reads a shared block, before it is saved: the other agents go on with the old text until their prompt is compiled. */
export function BlastRadiusDialog({ block, onSave, onClose }: BlastRadiusDialogProps) {
  const { serverId, agentId } = useAgentRef();
  const agents = useQuery(blockAgentsQuery(serverId, block.id));
  const { offReason } = useCapability(serverId, 'recompile');
  const others = (agents.data ?? []).filter((agent) => agent.id !== agentId);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = offReason ? [] : others.filter((agent) => !left.has(agent.id)).map((agent) => agent.id);

  async function submit() {
    await onSave();
    // The editor is closed by now, and this dialog with it.
    await recompilePrompts(serverId, chosen).catch((error: unknown) => {
      toast.failure('Saved, but not every prompt was compiled.', describeFailure(error));
    });
  }

  return (
    <FormDialog
      title={`Save ${block.label} for ${others.length + 1} agents?`}
      description="The block is shared: this save changes what all of them read. This agent's prompt is compiled with it."
      submitLabel="Save for all"
      describeError={describeFailure}
      onSubmit={submit}
      onClose={onClose}
    >
      <QueryView query={agents} describeError={describeFailure} skeleton={<Skeleton lines={3} />}>
        {() => (
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1 font-medium text-sm">Compile the prompt of these too</legend>
            <p className="text-faint text-sm">
              {offReason ?? 'Those that are not ticked go on with the old text until theirs is compiled.'}
            </p>
            {others.map((agent) => (
              <Checkbox
                key={agent.id}
                label={agent.name}
                disabled={offReason !== undefined}
                checked={chosen.includes(agent.id)}
                onCheckedChange={(isOn) =>
                  setLeft((before) => {
                    const next = new Set(before);
                    if (isOn) next.delete(agent.id);
                    else next.add(agent.id);
                    return next;
                  })
                }
              />
            ))}
          </fieldset>
        )}
      </QueryView>
    </FormDialog>
  );
}
