import { Badge, type Tone } from '#components/ui/badge.tsx';

const TONES: Record<string, Tone> = {
  completed: 'success',
  success: 'success',
  failed: 'danger',
  cancelled: 'warning',
  running: 'accent',
  created: 'accent',
  pending: 'accent',
};

/** How a run or a step stands. */
export function RunStatus({ status }: { status: string | null | undefined }) {
  return <Badge tone={TONES[status ?? ''] ?? 'neutral'}>{status ?? 'not reported'}</Badge>;
}
