import { useMemo } from 'react';
import { dropDraft, keepDraft, readDraft, useDraft } from '#components/session/draft-store.ts';
import type { Tool } from '#lib/letta/tools.ts';
import { NEW_TOOL, parseDraft, type ToolDraft, toDraft } from './tool-draft.ts';

interface ToolDraftState {
  draft: ToolDraft;
  isChanged: boolean;
  /** The saved source is no longer the one the draft began with. */
  isStale: boolean;
  change(change: Partial<ToolDraft>): void;
  /** After a save: what was written since it began stays, as a draft of the saved tool. */
  settle(sent: ToolDraft, saved: Tool): void;
  /** Gives up what was written. */
  drop(): void;
}

/** A tool being written: unsaved code survives reload and crash. Null for a new tool. */
export function useToolDraft(serverId: string, tool: Tool | null): ToolDraftState {
  // Drafts are kept by agent; those of tools belong to the library.
  const owner = { serverId, agentId: 'tools' };
  const name = tool?.id ?? 'new';
  const kept = useDraft(owner, name);
  const saved = useMemo(() => (tool ? toDraft(tool) : NEW_TOOL), [tool]);
  const savedText = JSON.stringify(saved);
  const draft = useMemo(() => (kept ? parseDraft(kept.text) : null) ?? saved, [kept, saved]);
  return {
    draft,
    isChanged: kept !== undefined && kept.text !== savedText,
    isStale: kept !== undefined && tool !== null && kept.base !== saved.source && kept.text !== savedText,
    change: (change) => {
      const text = JSON.stringify({ ...draft, ...change });
      if (text === savedText) dropDraft(owner, name);
      else keepDraft(owner, name, { text, base: kept?.base ?? saved.source });
    },
    settle: (sent, saved) => {
      const now = readDraft(owner, name);
      dropDraft(owner, name);
      if (!now || now.text === JSON.stringify(sent)) return;
      keepDraft(owner, saved.id ?? name, { text: now.text, base: saved.source_code ?? sent.source });
    },
    drop: () => dropDraft(owner, name),
  };
}
