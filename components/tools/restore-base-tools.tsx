'use client';

import { useMutation } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useCapability } from '#components/session/use-capability.ts';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { restoreBaseToolsMutation } from '#lib/letta/tools.ts';

/** Brings back tools of Letta's own that were deleted. */
export function RestoreBaseTools({ serverId }: { serverId: string }) {
  const { offReason } = useCapability(serverId, 'base-tools');
  const restore = useMutation(restoreBaseToolsMutation(serverId));
  return (
    <Button
      icon={<RotateCcw />}
      busy={restore.isPending}
      disabledReason={offReason}
      onClick={() =>
        restore.mutate(undefined, {
          onSuccess: (tools) => toast.success(`${tools.length} tools of Letta are in the library.`),
          onError: (error) => toast.failure('Not restored.', describeFailure(error)),
        })
      }
    >
      Restore Letta's own tools
    </Button>
  );
}
