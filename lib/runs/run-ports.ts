import type { RunEvent } from './reduce-run.ts';
import type { RunError, RunUsage } from './run-state.ts';
import type { SendIntent } from './send-intent.ts';

/** How a run stands at the server. */
export interface RunReport {
  isOver: boolean;
  stopReason: string | null;
  usage: RunUsage | null;
  error: RunError | null;
}

/** Leave to hold a stream. It is taken back when the tab sleeps or another tab needs the connection more. */
export interface StreamPermit {
  revoked: AbortSignal;
  release(): void;
}

/** What the store needs of the outside. */
export interface RunPorts {
  /**
   * Sends once and never again: the stream of the turn, or of an async one only which run it is. An aborted signal ends
   * the reading, not the run.
   */
  open(intent: SendIntent, signal: AbortSignal): Promise<ReadableStream<Uint8Array> | { runId: string }>;
  /** The stream of a background run behind number `after`. Rejects with RequestError when the server has none. */
  resume(runId: string, after: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  readRun(runId: string, signal: AbortSignal): Promise<RunReport>;
  /** The run that a message with this `otid` began; null when the server does not know the message. */
  locate(otid: string, signal: AbortSignal): Promise<string | null>;
  cancel(runId: string): Promise<void>;
  /**
   * What the server holds may have changed: with every tool return, with every look at a run without a stream, and at
   * the end. Resolves when it has been read again.
   */
  onServerChange(change: 'tool' | 'progress' | 'end'): Promise<void>;
  /** Everything that came, in order, for those who follow along: told as it is joined to the run. */
  onEvents(events: RunEvent[]): void;
  /** Null when no stream may be held now. */
  permit(run: { isBackground: boolean }): Promise<StreamPermit | null>;
  /** Runs `flush` before the next picture is drawn; tests run it at once. */
  schedule(flush: () => void): void;
  /** Resolves after `ms`, or earlier when the network or the person is back. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}
