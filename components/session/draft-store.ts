import { create } from 'zustand';
import { type AgentRef, agentKey } from '#lib/letta/agents.ts';

/** Unsaved text, and what it started from. */
export interface Draft {
  text: string;
  base: string;
}

const PREFIX = 'letta-ade-draft:';

const useDraftStore = create<{ drafts: Record<string, Draft> }>(() => ({ drafts: {} }));

// Set after creation and not in it: the first render must be the server's, which knows no drafts.
if (typeof window !== 'undefined') useDraftStore.setState({ drafts: storedDrafts() });

/** The unsaved text kept under this name for an agent; it survives reload and crash. */
export function useDraft(ref: AgentRef, name: string): Draft | undefined {
  const key = draftKey(ref, name);
  return useDraftStore((state) => state.drafts[key]);
}

/** Everything that is written for an agent and not saved or sent, by the name of its draft. */
export function useDraftsOf(ref: AgentRef): { name: string; text: string }[] {
  const drafts = useDraftStore((state) => state.drafts);
  const start = draftKey(ref, '');
  return Object.entries(drafts).flatMap(([key, { text }]) =>
    key.startsWith(start) && text !== '' ? [{ name: key.slice(start.length), text }] : [],
  );
}

/** The draft as it is now, outside of rendering. */
export function readDraft(ref: AgentRef, name: string): Draft | undefined {
  return useDraftStore.getState().drafts[draftKey(ref, name)];
}

/** Keeps a draft; `base` is what it started from and stays while the draft lives. */
export function keepDraft(ref: AgentRef, name: string, draft: Draft): void {
  const key = draftKey(ref, name);
  useDraftStore.setState(({ drafts }) => ({ drafts: { ...drafts, [key]: draft } }));
  waiting.set(key, draft);
  if (draft.text.length <= LONG) writeWaiting();
  else timer ??= setTimeout(writeWaiting, WRITE_AFTER_MS);
}

/** Longer texts are written when typing pauses, or now and then while it does not: each write is of the whole text. */
const LONG = 20_000;
const WRITE_AFTER_MS = 250;
const waiting = new Map<string, Draft>();
let timer: ReturnType<typeof setTimeout> | undefined;

function writeWaiting(): void {
  clearTimeout(timer);
  timer = undefined;
  for (const [key, draft] of waiting) {
    // A full or blocked storage must not break typing: the draft then lives as long as the page.
    attempt(() => localStorage.setItem(PREFIX + key, JSON.stringify(draft)));
  }
  waiting.clear();
}

if (typeof window !== 'undefined') addEventListener('pagehide', writeWaiting);

/** Forgets a draft that was saved, sent or given up. */
export function dropDraft(ref: AgentRef, name: string): void {
  const key = draftKey(ref, name);
  useDraftStore.setState(({ drafts }) => {
    const { [key]: _dropped, ...rest } = drafts;
    return { drafts: rest };
  });
  waiting.delete(key);
  attempt(() => localStorage.removeItem(PREFIX + key));
}

function draftKey(ref: AgentRef, name: string): string {
  return `${agentKey(ref)}/${name}`;
}

function storedDrafts(): Record<string, Draft> {
  const drafts: Record<string, Draft> = {};
  attempt(() => {
    for (const [key, value] of Object.entries(localStorage)) {
      const draft = key.startsWith(PREFIX) ? parseDraft(String(value)) : null;
      if (draft) drafts[key.slice(PREFIX.length)] = draft;
    }
  });
  return drafts;
}

function parseDraft(json: string): Draft | null {
  const parsed: unknown = attempt(() => JSON.parse(json));
  if (typeof parsed !== 'object' || parsed === null || !('text' in parsed) || !('base' in parsed)) return null;
  return typeof parsed.text === 'string' && typeof parsed.base === 'string'
    ? { text: parsed.text, base: parsed.base }
    : null;
}

function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}
