import { approximateTokens } from '#lib/format.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { newId } from '#server/embedded/ids.ts';
import { badRequest, LettaError } from '#server/embedded/letta-error.ts';
import type { ModelMessage, ModelRequest } from '#server/embedded/models/chat-model.ts';
import type { ModelInfo } from '#server/embedded/models/model-info.ts';
import { readModelSettings } from '#server/embedded/models/model-settings.ts';
import type { AgentRow } from '#server/embedded/store/agents.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { type MessageRow, messagesByIds } from '#server/embedded/store/messages.ts';
import { readContext, storeMessages, type Thread, writeContext } from '#server/embedded/store/threads.ts';
import { nowIso, promptTime } from '#server/embedded/times.ts';
import { type CompactionSettings, compactionSettingsOf, defaultCompactionPrompt } from './compaction-settings.ts';
import { textOf } from './stored-content.ts';
import { toModelMessages } from './to-model-messages.ts';

/** What made the history too long, in the original's words. */
export type CompactionTrigger = 'post_step_context_check' | 'context_window_exceeded';

/** How large a history was before and after it was shortened. */
export interface CompactionStats {
  trigger: CompactionTrigger;
  context_tokens_before: number | null;
  context_tokens_after: number | null;
  context_window: number;
  messages_count_before: number;
  messages_count_after: number;
}

export interface CompactRequest {
  agent: AgentRow;
  thread: Thread;
  signal: AbortSignal;
  /** What differs from the agent's own settings, for this time. */
  changes?: Partial<CompactionSettings>;
  trigger?: CompactionTrigger;
  tokensBefore?: number | null;
  runId?: string;
  stepId?: string;
  /** Whether the summary goes to a client as a message of its own, which then needs an `otid`. */
  isSent?: boolean;
}

/** What a compaction did. `message` is what now stands in the place of the messages it hid. */
export interface Compaction {
  message: MessageRow;
  summary: string;
  before: number;
  after: number;
  stats: CompactionStats | null;
}

/**
 * Puts a summary in the place of the older part of what the model sees. History keeps every message. Throws 400 when
 * there is too little to shorten, and ModelError when the summary cannot be written.
 */
export async function compact(context: EmbeddedContext, request: CompactRequest): Promise<Compaction> {
  const { agent, thread } = request;
  const settings = compactionSettingsOf(agent, request.changes);
  const rows = await messagesByIds(context.db, await readContext(context.db, thread));
  const cut = settings.mode.endsWith('all') ? rows.length : slidingCut(rows, settings.sliding_window_percentage);
  const hidden = rows.slice(1, cut);
  if (hidden.length === 0) {
    throw badRequest('Summarization failed to reduce the number of messages: there are too few of them to shorten.');
  }
  const summary = clip(await writeSummary(context, request, settings, { rows, hidden }), settings.clip_chars);
  const kept = rows.slice(cut);
  const stats = request.trigger === 'post_step_context_check' ? statsOf(request, rows, [summary, kept]) : null;
  const message = {
    id: newId('message'),
    agent_id: agent.id,
    role: 'summary',
    content: JSON.stringify([{ type: 'text', text: toAlert(agent, summary, stats) }]),
    otid: request.isSent ? crypto.randomUUID() : null,
    run_id: request.runId ?? null,
    step_id: request.stepId ?? null,
    created_at: nowIso(),
  };
  await context.db.transaction().execute(async (trx) => {
    await storeMessages(trx, thread, [message]);
    const hiddenIds = new Set(hidden.map(({ id }) => id));
    // Read again: a message may have come while the summary was being written.
    const [system, ...rest] = await readContext(trx, thread);
    const ids = [message.id, ...rest.filter((id) => !hiddenIds.has(id))];
    await writeContext(trx, thread, system ? [system, ...ids] : ids);
  });
  const [row] = await messagesByIds(context.db, [message.id]);
  if (!row) throw new Error('A summary vanished while it was stored.');
  return { message: row, summary, before: rows.length, after: kept.length + 2, stats };
}

/** The first message that stays: the window begins with something the agent said, so that no return loses its call. */
function slidingCut(rows: MessageRow[], percentage: number): number {
  const wanted = Math.max(1, Math.floor(rows.length * percentage));
  const cut = rows.findIndex((row, index) => index >= wanted && index > 1 && row.role === 'assistant');
  return cut === -1 ? 1 : cut;
}

async function writeSummary(
  context: EmbeddedContext,
  { agent, signal }: CompactRequest,
  settings: CompactionSettings,
  { rows, hidden }: { rows: MessageRow[]; hidden: MessageRow[] },
): Promise<string> {
  const isSelf = settings.mode.startsWith('self_');
  const model = isSelf ? await context.models.requireModel(agent.model) : await summaryModel(context, agent, settings);
  const prompt = settings.prompt ?? defaultCompactionPrompt(settings.mode);
  const messages: ModelMessage[] = isSelf
    ? [
        ...toModelMessages(rows.slice(0, 1 + hidden.length), { model: model.name, timezone: agent.timezone }),
        { role: 'user', content: prompt },
      ]
    : [
        { role: 'system', content: prompt },
        { role: 'user', content: `<transcript>\n${hidden.map(toLine).join('\n')}\n</transcript>` },
      ];
  const stored = isSelf ? fromJson<Record<string, unknown>>(agent.model_settings) : (settings.model_settings ?? {});
  return await askModel(context, model, messages, { stored, signal });
}

/** The model of the settings; the agent's own where that one is not to be had, as in the original. */
async function summaryModel(
  context: EmbeddedContext,
  agent: AgentRow,
  settings: CompactionSettings,
): Promise<ModelInfo> {
  const own = () => context.models.requireModel(agent.model);
  return settings.model ? await context.models.requireModel(settings.model).catch(own) : await own();
}

async function askModel(
  context: EmbeddedContext,
  model: ModelInfo,
  messages: ModelMessage[],
  { stored, signal }: { stored: Record<string, unknown>; signal: AbortSignal },
): Promise<string> {
  const request: ModelRequest = {
    messages,
    tools: [],
    toolChoice: 'none',
    ...readModelSettings(model, stored, null),
    parallelToolCalls: false,
    responseFormat: null,
    signal,
  };
  let text = '';
  for await (const event of context.models.chatModel(model).stream(request)) {
    if (event.type === 'text') text += event.delta;
  }
  if (text.trim() === '')
    throw new LettaError(502, { detail: 'The model wrote no summary, so nothing was shortened.' });
  return text;
}

function toLine(row: MessageRow): string {
  const text = textOf(fromJson(row.content));
  const calls = row.tool_calls ? ` [calls ${row.tool_calls}]` : '';
  return `[${row.role}] ${text}${calls}`;
}

/** What the model reads in the place of the hidden messages; clients know it by its `type`. */
function toAlert(agent: AgentRow, summary: string, stats: CompactionStats | null): string {
  return JSON.stringify(
    {
      type: 'system_alert',
      message: `Earlier messages are hidden to make room. What happened in them:\n${summary}`,
      time: promptTime(nowIso(), agent.timezone),
      ...(stats ? { compaction_stats: stats } : {}),
    },
    null,
    2,
  );
}

function statsOf(
  { agent, trigger, tokensBefore }: CompactRequest,
  rows: MessageRow[],
  [summary, kept]: [string, MessageRow[]],
): CompactionStats {
  const texts = [rows[0], ...kept].map((row) => (row ? row.content + (row.tool_calls ?? '') : ''));
  return {
    trigger: trigger ?? 'post_step_context_check',
    context_tokens_before: tokensBefore ?? null,
    context_tokens_after: approximateTokens(texts.join('') + summary),
    context_window: agent.context_window,
    messages_count_before: rows.length,
    messages_count_after: kept.length + 2,
  };
}

function clip(text: string, limit: number | null): string {
  return limit !== null && text.length > limit ? `${text.slice(0, limit)}… [cut]` : text;
}
