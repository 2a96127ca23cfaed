import type { Failure } from '#lib/letta/describe-failure.ts';
import type { LettaMessage } from './letta-message.ts';

/** Token counts of a turn, as the server reported them; null where it did not say. */
export interface RunUsage {
  promptTokens: number;
  completionTokens: number;
  totalTokens: number;
  contextTokens: number | null;
  cachedTokens: number | null;
  steps: number;
}

/** A failure that came over the stream, or instead of it. */
export type RunError = Failure;

export type RunStatus =
  | 'idle'
  | 'sending'
  | 'streaming'
  | 'reconnecting'
  | 'waiting-for-approval'
  | 'finished'
  | 'stopped'
  | 'interrupted'
  | 'failed';

/** One turn as the page knows it. */
export interface RunState {
  status: RunStatus;
  runId: string | null;
  /** Identifies the message that began it. */
  otid: string | null;
  /** Whether its stream can be read again. */
  isBackground: boolean;
  /** How the page learns of it: token by token, or by asking now and then. */
  link: 'stream' | 'poll';
  /** The number of the newest event that was read; 0 before the first, and for runs without numbers. */
  lastSeq: number;
  /** The person's message, until history has it. */
  sent: LettaMessage | null;
  /** The calls that this run answers. */
  answered: string[];
  /** What came back so far, deltas joined. */
  messages: LettaMessage[];
  stopReason: string | null;
  usage: RunUsage | null;
  error: RunError | null;
  /** Frames that could not be read: their first 2 KB. */
  unreadable: string[];
  /** Milliseconds since the epoch; history that was read later has all of it. */
  endedAt: number | null;
}

export const IDLE_RUN: RunState = {
  status: 'idle',
  runId: null,
  otid: null,
  isBackground: false,
  link: 'stream',
  lastSeq: 0,
  sent: null,
  answered: [],
  messages: [],
  stopReason: null,
  usage: null,
  error: null,
  unreadable: [],
  endedAt: null,
};

/** Whether the turn is still going on. */
export function isActive(status: RunStatus): boolean {
  return status === 'sending' || status === 'streaming' || status === 'reconnecting';
}
