import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { agentKey, agentKeys, type ThreadRef } from '#lib/letta/agents.ts';
import { agentBlocksQuery, blockKeys } from '#lib/letta/blocks.ts';
import { refuseMissing } from '#lib/letta/capabilities.ts';
import { contextKeys } from '#lib/letta/context-window.ts';
import { noteRun } from '#lib/letta/current-run.ts';
import { locateRun, readRunReport } from '#lib/letta/live-runs.ts';
import { cancelRun, messageKeys, openTurn, resumeRunStream } from '#lib/letta/messages.ts';
import { archivalKeys } from '#lib/letta/passages.ts';
import { runKeys } from '#lib/letta/runs.ts';
import { stepKeys } from '#lib/letta/steps.ts';
import type { RunPorts } from '#lib/runs/run-ports.ts';
import { createRunStore, type RunStore, type SendOutcome } from '#lib/runs/run-store.ts';
import type { SendIntent } from '#lib/runs/send-intent.ts';
import { readAgain } from './read-again.ts';
import { type RunShare, shareRun } from './share-run.ts';
import { requestPermit, waitForChange } from './stream-permits.ts';

/** What every block held when the last turn began, by block id. */
export interface MemoryBaseline {
  values: Record<string, string>;
  accept(blockId: string, value: string): void;
}

/** One thread of an agent, alive: its turn goes on when its page is left, and is there again on the way back. */
export interface ThreadSession {
  ref: ThreadRef;
  run: StoreApi<RunStore>;
  baseline: StoreApi<MemoryBaseline>;
  /** Sends once, unless another tab's turn is going on in this thread: then `busy`. */
  send(intent: SendIntent): Promise<SendOutcome | 'busy'>;
  /** Follows a run that goes on at the server, if no other tab does. */
  attach(run: { runId: string; isBackground: boolean }): Promise<void>;
  /** Resolves when no tab's turn goes on in this thread. */
  untilFree(): Promise<void>;
  /**
   * Whether the server has a message with this `otid`; what it has is then read again. Rejects when it does not answer.
   */
  find(otid: string): Promise<boolean>;
}

const FIND_WITHIN_MS = 10_000;

const sessions = new Map<string, ThreadSession>();

/** The session of a thread; the same one as long as the page is loaded. */
export function threadSession(client: QueryClient, ref: ThreadRef): ThreadSession {
  // On the server there is no page to keep it for, and it must not be kept for anybody else.
  if (typeof window === 'undefined') return createThreadSession(client, ref);
  const key = threadKey(ref);
  const session = sessions.get(key) ?? createThreadSession(client, ref);
  sessions.set(key, session);
  return session;
}

/** Names a thread among all servers. */
export function threadKey(ref: ThreadRef): string {
  return `${agentKey(ref)}/${ref.conversationId ?? 'default'}`;
}

function createThreadSession(client: QueryClient, ref: ThreadRef): ThreadSession {
  const baseline = createStore<MemoryBaseline>((set) => ({
    values: {},
    accept: (blockId, value) => set(({ values }) => ({ values: { ...values, [blockId]: value } })),
  }));
  let share: RunShare | null = null;
  const ports = portsOf(client, ref);
  const run = createRunStore({
    ...ports,
    onServerChange: async (change) => {
      if (change === 'progress') share?.tellProgress();
      await ports.onServerChange(change);
    },
    open: async (intent, signal) => {
      baseline.setState({ values: await blockValues(client, ref) });
      return await openTurn(ref, intent, signal);
    },
    onEvents: (events) => share?.tell(events),
  });
  run.subscribe(({ run: { runId, endedAt } }) => {
    if (runId) noteRun(ref, runId, endedAt !== null);
  });
  if (typeof window !== 'undefined') share = shareRun(threadKey(ref), () => run);
  const lead: RunShare['lead'] = async (work) => (share ? await share.lead(work) : null);
  return {
    ref,
    run,
    baseline,
    send: async (intent) => (await lead(() => run.getState().send(intent))) ?? 'busy',
    attach: async (known) => {
      await lead(() => run.getState().attach(known));
    },
    untilFree: async () => await share?.untilFree(),
    find: async (otid) => {
      const isFound = (await locateRun(ref, otid, AbortSignal.timeout(FIND_WITHIN_MS))) !== null;
      if (!isFound) return false;
      // It may have come after everything else was read. Its turn is asked for first: what is over by then is in history.
      await readAgain(client, runKeys.active(ref), { cancelRefetch: true });
      share?.tellChange();
      await readAgain(client, messageKeys.thread(ref), { cancelRefetch: true });
      return true;
    },
  };
}

function portsOf(client: QueryClient, ref: ThreadRef): Omit<RunPorts, 'open' | 'onEvents'> {
  return {
    resume: async (runId, after, signal) => {
      refuseMissing(client, ref.serverId, 'resume');
      return await resumeRunStream(ref, { runId, after }, signal);
    },
    readRun: (runId, signal) => readRunReport(ref, runId, signal),
    locate: (otid, signal) => locateRun(ref, otid, signal),
    cancel: (runId) => cancelRun(ref, runId),
    onServerChange: async (change) => {
      // A read that takes longer than the next look must not be begun anew with each one.
      const options = { cancelRefetch: change !== 'progress' };
      await Promise.all(staleAfter(change, ref).map((queryKey) => readAgain(client, queryKey, options)));
    },
    permit: requestPermit,
    schedule: scheduleFrame,
    wait: waitForChange,
  };
}

/** What a tool return, a look at a run without a stream, and the end of a turn may have changed on the server. */
function staleAfter(change: 'tool' | 'progress' | 'end', ref: ThreadRef): QueryKey[] {
  const memory = [blockKeys.ofAgent(ref), contextKeys.agent(ref), archivalKeys.agent(ref)];
  if (change === 'tool') return memory;
  if (change === 'progress') return [...memory, messageKeys.thread(ref)];
  const lists = [agentKeys.lists(ref.serverId), stepKeys.lists(ref.serverId)];
  return [...memory, messageKeys.agent(ref), agentKeys.item(ref), runKeys.agent(ref), ...lists];
}

/** A message may be sent before the blocks were ever read: what the turn changes is known only if they are read first. */
async function blockValues(client: QueryClient, ref: ThreadRef): Promise<Record<string, string>> {
  const blocks = await client.ensureQueryData(agentBlocksQuery(ref)).catch(() => []);
  return Object.fromEntries(blocks.map((block) => [block.id, block.value]));
}

/** A hidden tab draws no frames: it must not collect events for hours. */
function scheduleFrame(flush: () => void): void {
  if (document.visibilityState === 'hidden') setTimeout(flush, 250);
  else requestAnimationFrame(flush);
}
