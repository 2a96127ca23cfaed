import { type ProbeResult, probeServer } from './probe-server.ts';

/** The Letta server that runs on this machine's usual port, looked for in the background. */
export interface LocalServerFinder {
  /** What the last look found, at once. Starts a new look when that was more than 5 s ago. */
  current(): string | undefined;
  /** Resolves when the look now under way is done. */
  settled(): Promise<void>;
}

export interface LocalServerOptions {
  candidates?: readonly string[];
  probe?: (target: { url: string; key: undefined; timeoutMs: number }) => Promise<ProbeResult>;
  now?: () => number;
}

const CANDIDATES = ['http://localhost:8283', 'http://127.0.0.1:8283'];
const TIMEOUT_MS = 1_000;
const FRESH_MS = 5_000;

/** Starts looking for a Letta server on localhost:8283 at once. */
export function findLocalServer(options: LocalServerOptions = {}): LocalServerFinder {
  const { candidates = CANDIDATES, probe = probeServer, now = Date.now } = options;
  let found: string | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> = Promise.resolve();

  const look = async () => {
    const results = await Promise.all(candidates.map((url) => probe({ url, key: undefined, timeoutMs: TIMEOUT_MS })));
    // A server that is only slow is still there: what it serves must not end for that.
    const isSlow = results.some((result, index) => candidates[index] === found && isTimeout(result));
    found = candidates.find((_, index) => isLetta(results[index])) ?? (isSlow ? found : undefined);
  };
  const refresh = () => {
    if (now() - lookedAt < FRESH_MS) return;
    lookedAt = now();
    looking = look().catch(() => undefined);
  };

  refresh();
  return {
    current: () => {
      refresh();
      return found;
    },
    settled: () => looking,
  };
}

function isTimeout(result: ProbeResult | undefined): boolean {
  return result?.ok === false && result.reason === 'timeout';
}

/** A server that asks for a password is a Letta server too: only its health report is public. */
function isLetta(result: ProbeResult | undefined): boolean {
  return result?.ok === true || (result?.ok === false && result.reason === 'no-key');
}
