'use client';

import { Square } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { useElapsed } from '#components/ui/use-elapsed.ts';
import { formatDuration } from '#lib/format.ts';

/** Stands where the button was that began something: how long it takes already, and the way to end it. */
export function RunningBar({ label = 'Running…', onCancel }: { label?: string; onCancel: () => void }) {
  const seconds = useElapsed();
  return (
    <>
      <Button icon={<Square />} onClick={onCancel}>
        Cancel
      </Button>
      <span role="status" className="tabular text-muted text-sm">
        {label} {seconds > 0 ? formatDuration(seconds * 1_000) : ''}
      </span>
    </>
  );
}
