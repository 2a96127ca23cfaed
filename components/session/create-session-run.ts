import type { QueryClient } from '@tanstack/react-query';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type AgentRef, agentKeys } from '#lib/letta/agents.ts';
import { archivalKeys } from '#lib/letta/archival.ts';
import { agentBlocksQuery, blockKeys } from '#lib/letta/blocks.ts';
import { contextKeys } from '#lib/letta/context-window.ts';
import { cancelRun, messageKeys, openMessageStream } from '#lib/letta/messages.ts';
import { runKeys } from '#lib/letta/runs.ts';
import { createRunStore, type RunStore } from '#lib/runs/run-store.ts';

/** What every block held when the last turn began, by block id. */
export interface MemoryBaseline {
  values: Record<string, string>;
  accept(blockId: string, value: string): void;
}

/** The stores of one open agent, wired to its server and to the query cache. */
export function createSessionRun(
  client: QueryClient,
  ref: AgentRef,
): { run: StoreApi<RunStore>; baseline: StoreApi<MemoryBaseline> } {
  const baseline = createStore<MemoryBaseline>((set) => ({
    values: {},
    accept: (blockId, value) => set(({ values }) => ({ values: { ...values, [blockId]: value } })),
  }));
  const run = createRunStore({
    open: async (message, signal) => {
      baseline.setState({ values: await blockValues(client, ref) });
      return await openMessageStream(ref, message, signal);
    },
    cancel: (runId) => cancelRun(ref, runId),
    onServerChange: (change) => {
      for (const queryKey of staleAfter(change, ref)) void client.invalidateQueries({ queryKey });
    },
    schedule: scheduleFrame,
  });
  return { run, baseline };
}

/** What a tool return, and what the end of a turn may have changed on the server. */
function staleAfter(change: 'tool' | 'end', ref: AgentRef) {
  const memory = [blockKeys.ofAgent(ref), contextKeys.agent(ref), archivalKeys.agent(ref)];
  return change === 'tool'
    ? memory
    : [...memory, messageKeys.agent(ref), agentKeys.item(ref), runKeys.active(ref), agentKeys.lists(ref.serverId)];
}

/** A message may be sent before the blocks were ever read: what the turn changes is known only if they are read first. */
async function blockValues(client: QueryClient, ref: AgentRef): Promise<Record<string, string>> {
  const blocks = await client.ensureQueryData(agentBlocksQuery(ref)).catch(() => []);
  return Object.fromEntries(blocks.map((block) => [block.id, block.value]));
}

/** A hidden tab draws no frames: it must not collect events for hours. */
function scheduleFrame(flush: () => void): void {
  if (document.visibilityState === 'hidden') setTimeout(flush, 250);
  else requestAnimationFrame(flush);
}
