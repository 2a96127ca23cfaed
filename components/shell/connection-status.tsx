import { type DotState, StatusDot } from '#components/ui/status-dot.tsx';

type ConnectionStatusProps = {
  state: 'ok' | 'checking' | 'down';
  label: string;
  /** Shown on hover and focus, and read out: version, latency, the reason it is down. */
  detail?: string;
};

const dots: Record<ConnectionStatusProps['state'], DotState> = { ok: 'ok', checking: 'busy', down: 'down' };

export function ConnectionStatus({ state, label, detail }: ConnectionStatusProps) {
  return (
    <span
      role="status"
      data-tooltip={detail}
      className="inline-flex h-7 min-w-0 items-center gap-1.5 px-1.5 text-muted text-sm"
    >
      <StatusDot state={dots[state]} />
      <span className="truncate">{label}</span>
      {detail ? <span className="sr-only">, {detail}</span> : null}
    </span>
  );
}
