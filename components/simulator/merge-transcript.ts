import { keyOf, type LettaMessage } from '#lib/runs/letta-message.ts';
import { readContent } from '#lib/runs/message-content.ts';
import { isActive, type RunState } from '#lib/runs/run-state.ts';
import { extendTranscript, type Transcript, toTranscript } from '#lib/runs/to-transcript.ts';

/** What the server holds of the thread, and when it was read. */
export interface History {
  messages: LettaMessage[];
  /** Milliseconds since the epoch. */
  readAt: number;
}

/** The messages of a thread, oldest first: what is past, and what belongs to the turn that goes on. */
export interface MergedMessages {
  past: LettaMessage[];
  live: LettaMessage[];
}

/**
 * History and the live turn without a repeat. While the turn goes on its live messages stand for it; once history was
 * read after its end, history stands alone. A turn that broke off keeps what history does not have.
 */
export function mergeMessages({ messages, readAt }: History, run: RunState): MergedMessages {
  if (isActive(run.status) && run.link === 'stream') return { past: pastOf(messages, run), live: liveOf(run) };
  const isCurrent = run.endedAt !== null && readAt >= run.endedAt;
  const isWhole = run.status === 'finished' || run.status === 'waiting-for-approval';
  return { past: isCurrent && isWhole ? messages : withUnsaved(messages, run), live: [] };
}

/**
 * Merges again and again, as a stream draws many times a second: what is past is worked out anew only when it changed,
 * and its rows are the same objects.
 */
export function createTranscriptMerger(): (history: History, run: RunState) => MergedMessages & Transcript {
  let lastKey: unknown[] = [];
  let past: LettaMessage[] = [];
  let base: Transcript = toTranscript([]);
  return (history, run) => {
    const isStreaming = isActive(run.status) && run.link === 'stream';
    const said = isStreaming ? run.messages.length : run.messages;
    const key = [history.messages, history.readAt, run.status, run.link, run.runId, run.sent, run.endedAt, said];
    if (key.some((part, index) => part !== lastKey[index])) {
      lastKey = key;
      const merged = mergeMessages(history, run).past;
      if (!isSameList(merged, past)) {
        past = merged;
        base = toTranscript(past);
      }
    }
    const live = isStreaming ? liveOf(run) : [];
    const transcript = live.length > 0 ? extendTranscript(base, live, { isLive: true }) : base;
    return { past, live, ...transcript };
  };
}

function isSameList(a: LettaMessage[], b: LettaMessage[]): boolean {
  return a.length === b.length && a.every((message, index) => message === b[index]);
}

function liveOf(run: RunState): LettaMessage[] {
  return run.sent ? [run.sent, ...run.messages] : run.messages;
}

function pastOf(history: LettaMessage[], run: RunState): LettaMessage[] {
  const liveKeys = new Set(liveOf(run).map(keyOf));
  const hasLive = run.messages.length > 0;
  return history.filter((message) => {
    if (liveKeys.has(keyOf(message))) return false;
    const isOfRun = run.runId !== null && message.run_id === run.runId;
    // What began the turn is not in its stream; what the turn said is, as soon as the stream says anything.
    return !isOfRun || (isInput(message) ? run.sent === null : !hasLive);
  });
}

/** History, with what it lacks of the run at the end; of what both have the longer text stays. */
function withUnsaved(history: LettaMessage[], run: RunState): LettaMessage[] {
  if (run.sent === null && run.messages.length === 0) return history;
  const isStored = run.runId !== null && history.some((message) => message.run_id === run.runId);
  const kept = new Map(history.map((message) => [keyOf(message), message]));
  // A system message loses its `otid` in history: where the run is stored, so is what began it.
  const live = isStored ? run.messages : liveOf(run);
  for (const message of live) {
    const key = keyOf(message);
    const stored = kept.get(key);
    if (!stored || lengthOf(message) > lengthOf(stored)) kept.set(key, message);
  }
  return [...kept.values()];
}

/** Pages of history, newest page first, as one list without repeats, oldest first. */
export function joinPages(pages: LettaMessage[][]): LettaMessage[] {
  const byKey = new Map<string, LettaMessage>();
  for (const message of pages.toReversed().flat()) byKey.set(`${message.id}-${keyOf(message)}`, message);
  return [...byKey.values()];
}

function isInput(message: LettaMessage): boolean {
  return ['user_message', 'system_message', 'approval_response_message'].includes(message.message_type);
}

function lengthOf(message: LettaMessage): number {
  return readContent(message['content'] ?? message['reasoning']).text.length;
}
