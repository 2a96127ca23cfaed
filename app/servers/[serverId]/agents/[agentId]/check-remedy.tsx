'use client';

import { useQuery } from '@tanstack/react-query';
import { ChooseModelDialog } from '#components/configuration/choose-model-dialog.tsx';
import { EmbeddingDialog } from '#components/configuration/embedding-dialog.tsx';
import { VariableDialog } from '#components/configuration/variable-dialog.tsx';
import { CompactDialog } from '#components/conversations/compact-dialog.tsx';
import { BlockSettingsDialog } from '#components/memory/block-settings-dialog.tsx';
import { useAgentRef, useThreadRef } from '#components/session/agent-session.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { Remedy } from '#lib/agent-doctor/finding.ts';
import { agentBlocksQuery } from '#lib/letta/blocks.ts';

interface CheckRemedyProps {
  remedy: Remedy;
  onClose: () => void;
}

/** What a finding of the check opens: the dialogs of the features it is about. */
export function CheckRemedy({ remedy, onClose }: CheckRemedyProps) {
  const thread = useThreadRef();
  switch (remedy.kind) {
    case 'choose-model':
      return <ChooseModelDialog onClose={onClose} />;
    case 'choose-embedding':
      return <EmbeddingDialog onClose={onClose} />;
    case 'open-block':
      return <BlockRemedy blockId={remedy.blockId} onClose={onClose} />;
    case 'set-variable':
      return <VariableDialog name={remedy.name} taken={[]} onClose={onClose} />;
    case 'compact':
      return <CompactDialog thread={thread} name="this conversation" onClose={onClose} />;
  }
}

function BlockRemedy({ blockId, onClose }: { blockId: string; onClose: () => void }) {
  const blocks = useQuery(agentBlocksQuery(useAgentRef()));
  const block = blocks.data?.find(({ id }) => id === blockId);
  if (block) return <BlockSettingsDialog block={block} onClose={onClose} />;
  return (
    <Dialog
      title="The block is not here any more"
      description="The agent lost it meanwhile. Check the agent again."
      onClose={onClose}
    />
  );
}
