import type { AgentRow } from '#server/embedded/store/agents.ts';
import { fromNullableJson } from '#server/embedded/store/json-column.ts';

export const COMPACTION_MODES = ['all', 'sliding_window', 'self_compact_all', 'self_compact_sliding_window'] as const;

/** How an agent's history is shortened, in Letta's own fields. */
export interface CompactionSettings {
  model: string | null;
  model_settings: Record<string, unknown> | null;
  prompt: string | null;
  prompt_acknowledgement: boolean;
  clip_chars: number | null;
  mode: (typeof COMPACTION_MODES)[number];
  sliding_window_percentage: number;
}

const OTHER_PROMPT = `You keep the memory of an agent. Part of its conversation is about to leave its context window. Write what it needs in order to go on as if it had read that part: what the person wants, what was decided, done and found out, names, numbers and exact wordings that matter, and what is still open. Write in the third person, plainly, without a preamble, in at most 300 words. Use only what stands in the transcript.`;

const SELF_PROMPT = `Your context window is almost full, so that the earlier part of this conversation will be hidden from you. Write down for yourself what you need in order to go on without it: what the person wants, what was decided, done and found out, names, numbers and exact wordings that matter, and what is still open. Do not call a tool and do not answer the person: write only these notes, in at most 300 words.`;

/** The prompt of a mode when nobody has written another one. Our own words. */
export function defaultCompactionPrompt(mode: CompactionSettings['mode']): string {
  return mode.startsWith('self_') ? SELF_PROMPT : OTHER_PROMPT;
}

/** An agent's settings with what it leaves out filled in; `changes` come before its own. */
export function compactionSettingsOf(
  agent: Pick<AgentRow, 'model' | 'compaction_settings'>,
  changes: Partial<CompactionSettings> = {},
): CompactionSettings {
  const own = fromNullableJson<Partial<CompactionSettings>>(agent.compaction_settings) ?? {};
  const given = Object.fromEntries(
    Object.entries({ ...own, ...changes }).filter(([, value]) => value !== null && value !== undefined),
  ) as Partial<CompactionSettings>;
  const mode = given.mode ?? 'sliding_window';
  return {
    model: given.model ?? agent.model,
    model_settings: given.model_settings ?? null,
    prompt: given.prompt ?? defaultCompactionPrompt(mode),
    prompt_acknowledgement: given.prompt_acknowledgement ?? false,
    clip_chars: given.clip_chars ?? 50_000,
    mode,
    sliding_window_percentage: given.sliding_window_percentage ?? 0.3,
  };
}
