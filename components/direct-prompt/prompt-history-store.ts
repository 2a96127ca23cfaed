import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { guardedStorage } from '#components/ui/guarded-storage.ts';
import { type AgentRef, agentKey } from '#lib/letta/agents.ts';
import type { DirectAnswer } from '#lib/letta/direct-prompt.ts';

/** One direct prompt that was answered. */
export interface PastPrompt {
  id: string;
  at: string;
  prompt: string;
  systemPrompt: string;
  model: string;
  schema: string;
  answer: DirectAnswer;
}

const KEPT = 20;
/** Longer exchanges are not kept: the drafts share the browser's few megabytes. */
const MAX_CHARS = 40_000;

const usePromptHistoryStore = create<{ byAgent: Record<string, PastPrompt[]> }>()(
  persist(() => ({ byAgent: {} }), {
    name: 'letta-ade-direct-prompts',
    version: 1,
    storage: guardedStorage('localStorage'),
    // The first render must be the server's, which knows no history.
    skipHydration: true,
  }),
);

if (typeof window !== 'undefined') void usePromptHistoryStore.persist.rehydrate();

const NONE: PastPrompt[] = [];

/** The agent's last direct prompts in this browser, newest first. */
export function usePromptHistory(ref: AgentRef): PastPrompt[] {
  return usePromptHistoryStore(({ byAgent }) => byAgent[agentKey(ref)] ?? NONE);
}

/** Keeps a prompt with its answer; only the newest stay. */
export function keepPrompt(ref: AgentRef, past: PastPrompt): void {
  if (JSON.stringify(past).length > MAX_CHARS) return;
  const key = agentKey(ref);
  usePromptHistoryStore.setState(({ byAgent }) => ({
    byAgent: { ...byAgent, [key]: [past, ...(byAgent[key] ?? [])].slice(0, KEPT) },
  }));
}

/** Forgets the agent's direct prompts. */
export function clearPrompts(ref: AgentRef): void {
  usePromptHistoryStore.setState(({ byAgent }) => ({ byAgent: { ...byAgent, [agentKey(ref)]: [] } }));
}
