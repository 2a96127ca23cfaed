import { create } from 'zustand';
import { createJSONStorage, persist, type StateStorage } from 'zustand/middleware';
import type { AgentRef } from '#lib/letta/agents.ts';

/** Unsaved text, and what it started from. */
export interface Draft {
  text: string;
  base: string;
}

interface DraftStore {
  drafts: Record<string, Draft>;
}

/** A full or blocked storage must not break typing: the draft then lives as long as the page. */
const tolerantStorage: StateStorage = {
  getItem: (name) => attempt(() => localStorage.getItem(name)),
  setItem: (name, value) => attempt(() => localStorage.setItem(name, value)),
  removeItem: (name) => attempt(() => localStorage.removeItem(name)),
};

const useDraftStore = create<DraftStore>()(
  persist((): DraftStore => ({ drafts: {} }), {
    name: 'letta-ade-drafts',
    version: 1,
    storage: createJSONStorage(() => tolerantStorage),
  }),
);

/** The unsaved text kept under this name for an agent; it survives reload and crash. */
export function useDraft(ref: AgentRef, name: string): Draft | undefined {
  const key = draftKey(ref, name);
  return useDraftStore((state) => state.drafts[key]);
}

/** Keeps a draft; `base` is what it started from and stays while the draft lives. */
export function keepDraft(ref: AgentRef, name: string, draft: Draft): void {
  const key = draftKey(ref, name);
  useDraftStore.setState(({ drafts }) => ({ drafts: { ...drafts, [key]: draft } }));
}

/** Forgets a draft that was saved, sent or given up. */
export function dropDraft(ref: AgentRef, name: string): void {
  const key = draftKey(ref, name);
  useDraftStore.setState(({ drafts }) => {
    const { [key]: _dropped, ...rest } = drafts;
    return { drafts: rest };
  });
}

function draftKey({ serverId, agentId }: AgentRef, name: string): string {
  return `${serverId}/${agentId}/${name}`;
}

function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}
