'use client';

import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { logOut } from './log-out.ts';

export function LogOutDialog({ onClose }: { onClose: () => void }) {
  return (
    <ConfirmDialog
      onClose={onClose}
      title="Log out of Letta ADE?"
      description="Drafts and everything else this browser keeps of your agents are deleted. The agents stay as they are."
      confirmLabel="Log out"
      tone="primary"
      onConfirm={logOut}
      describeError={describeFailure}
    />
  );
}
