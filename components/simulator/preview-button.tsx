'use client';

import { ScanText } from 'lucide-react';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';

const PreviewDialog = lazyComponent(() => import('./preview-dialog.tsx').then((module) => module.PreviewDialog));

/** Shows what the model would be asked if the message were sent now. */
export function PreviewButton({ disabledReason }: { disabledReason: string | undefined }) {
  const { offReason } = useCapability(useAgentRef().serverId, 'preview');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton
        label="Preview request"
        icon={<ScanText />}
        disabledReason={offReason ?? disabledReason}
        onClick={() => setOpen(true)}
      />
      {isOpen ? <PreviewDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}
