import { statusOf } from '#lib/letta/describe-failure.ts';
import { readStream } from './read-stream.ts';
import { hasEnd, type RunEvent } from './reduce-run.ts';
import type { RunPorts, RunReport, StreamPermit } from './run-ports.ts';
import type { RunState } from './run-state.ts';

/** The run being driven, as its store offers it. */
export interface DrivenRun {
  state(): RunState;
  receive(events: RunEvent[]): void;
  change(patch: Partial<RunState>): void;
  /** What was read has its end. */
  finish(): Promise<void>;
  /** The server says that the run is over. */
  settle(report: RunReport): Promise<void>;
  /** The server never heard of the message. */
  lose(): void;
}

/** A stream that is there already. Without leave to hold it, it is read only until it tells which run it is. */
export interface Opened {
  body: ReadableStream<Uint8Array>;
  permit: StreamPermit | null;
}

const POLL_MS = 1_000;
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 5_000;
/** Failed looks in a row before the page says that the connection is gone. It goes on trying. */
const SILENT_FAILURES = 4;
const MOST_BARREN_STREAMS = 3;
const MOST_LOOKS_FOR_MESSAGE = 5;

/**
 * Follows a run to its end over as many connections as it takes: by its stream while there is one, by reading it again
 * from where it broke off where the server can, else by asking how the run stands. It sends nothing. Ends when the run
 * does or when `signal` aborts.
 */
export async function driveRun(
  opened: Opened | null,
  run: DrivenRun,
  ports: RunPorts,
  signal: AbortSignal,
): Promise<void> {
  const tries = { failures: 0, barren: 0, lookups: 0, canResume: true };
  if (opened) await readAll(opened, run, signal);
  while (!signal.aborted) {
    if (hasEnd(run.state())) return await run.finish();
    try {
      const outcome = await takeTurn(run, ports, tries, signal);
      if (outcome === 'over') return;
      if (outcome === 'read') continue;
      tries.failures = 0;
    } catch {
      if (signal.aborted) return;
      tries.failures += 1;
      if (tries.failures >= SILENT_FAILURES) run.change({ status: 'interrupted' });
    }
    await ports.wait(delayAfter(tries.failures), signal);
  }
}

interface Tries {
  failures: number;
  barren: number;
  lookups: number;
  canResume: boolean;
}

/** One more look at the run: `read` when a stream of it was read, `asked` when the server was asked how it stands. */
async function takeTurn(
  run: DrivenRun,
  ports: RunPorts,
  tries: Tries,
  signal: AbortSignal,
): Promise<'read' | 'asked' | 'over'> {
  const { runId, otid, isBackground, link, status } = run.state();
  if (runId === null) return await findRun({ otid, run, ports, tries, signal });
  const permit = isBackground && tries.canResume ? await ports.permit({ isBackground }) : null;
  if (permit) return await resume({ runId, permit, run, ports, tries, signal });
  if (link === 'stream' && status === 'streaming') run.change({ status: 'reconnecting' });
  const report = await ports.readRun(runId, signal).catch(reportOfMissing);
  if (report.isOver) {
    await run.settle(report);
    return 'over';
  }
  run.change({ status: 'streaming', link: 'poll' });
  await ports.onServerChange('progress');
  return 'asked';
}

interface Look {
  run: DrivenRun;
  ports: RunPorts;
  tries: Tries;
  signal: AbortSignal;
}

async function findRun({ otid, run, ports, tries, signal }: Look & { otid: string | null }) {
  const found = otid === null ? null : await ports.locate(otid, signal);
  if (found !== null) {
    run.change({ runId: found });
    return 'asked' as const;
  }
  tries.lookups += 1;
  if (tries.lookups < MOST_LOOKS_FOR_MESSAGE) return 'asked' as const;
  run.lose();
  return 'over' as const;
}

async function resume({ runId, permit, run, ports, tries, signal }: Look & { runId: string; permit: StreamPermit }) {
  const before = run.state().lastSeq;
  try {
    const until = AbortSignal.any([signal, permit.revoked]);
    const body = await ports.resume(runId, before, until);
    tries.failures = 0;
    run.change({ status: 'streaming', link: 'stream' });
    await readAll({ body, permit }, run, signal);
  } catch (error) {
    if (!isFinal(error)) throw error;
    tries.canResume = false;
  } finally {
    permit.release();
  }
  // A stream that has nothing new to say must not be asked for again without end.
  tries.barren = run.state().lastSeq > before ? 0 : tries.barren + 1;
  if (tries.barren >= MOST_BARREN_STREAMS) tries.canResume = false;
  return 'read' as const;
}

/** Reads until the stream ends or breaks, the permit is taken back, or the run is given up. */
async function readAll({ body, permit }: Opened, run: DrivenRun, signal: AbortSignal): Promise<void> {
  const until = permit ? AbortSignal.any([signal, permit.revoked]) : signal;
  try {
    for await (const batch of readStream(body, { signal: until })) {
      run.receive(batch);
      if (permit === null && run.state().runId !== null) break;
    }
  } catch {
    // The connection broke: what was read so far tells whether the turn had ended.
  } finally {
    permit?.release();
  }
}

/** A refusal that asking again does not change: not a background run, too long ago, no such thing on this server. */
function isFinal(error: unknown): boolean {
  const status = statusOf(error);
  return status !== undefined && [400, 404, 405, 410, 422, 501, 503].includes(status);
}

/** A run that the server does not know any more is over, whatever became of it. */
function reportOfMissing(error: unknown): RunReport {
  if (statusOf(error) !== 404) throw error;
  const gone = { title: 'The run is gone', message: 'The server does not know it any more. It may have been deleted.' };
  return { isOver: true, stopReason: null, usage: null, error: gone };
}

function delayAfter(failures: number): number {
  return failures === 0 ? POLL_MS : Math.min(FIRST_DELAY_MS * 2 ** failures, LONGEST_DELAY_MS);
}
