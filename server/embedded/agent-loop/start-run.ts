import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { newId } from '#server/embedded/ids.ts';
import { readModelSettings } from '#server/embedded/models/model-settings.ts';
import { type AgentRow, updateAgent } from '#server/embedded/store/agents.ts';
import { type ConversationRow, updateConversation } from '#server/embedded/store/conversations.ts';
import { fromJson, fromNullableJson } from '#server/embedded/store/json-column.ts';
import type { NewMessage } from '#server/embedded/store/messages.ts';
import { insertRun, updateRun } from '#server/embedded/store/runs.ts';
import {
  extendContext,
  readContext,
  removeMessages,
  storeMessages,
  threadKey,
  writeContext,
} from '#server/embedded/store/threads.ts';
import { nowIso } from '#server/embedded/times.ts';
import { acceptInput, type TurnInput } from './accept-input.ts';
import { errorDetail, errorMessage, pushError, stopReasonOf } from './run-errors.ts';
import { createRunFeed, type RunFeed } from './run-feed.ts';
import { runTurn, type TurnResult } from './run-turn.ts';
import { envelope, type WireMessage } from './to-letta-messages.ts';
import type { StopReason, Turn, TurnOptions } from './turn.ts';

/** What a client asked for. Its messages are stored before anything is answered. */
export interface RunRequest {
  agent: AgentRow;
  conversation: ConversationRow | null;
  messages: Omit<NewMessage, 'agent_id' | 'run_id' | 'step_id'>[];
  /** Decisions on the calls the thread waits for. */
  answers: TurnInput['answers'];
  options: TurnOptions;
  overrideModel: string | null;
  runType: string;
  /** Whether what the run says is kept, to be read again. */
  isBackground: boolean;
  /** How a failure is kept: streams keep the whole message, blocking requests its sentence. */
  isStream: boolean;
  requestConfig: Record<string, unknown>;
}

/** A run that has begun. `finished` settles with its end, and rejects with what made it fail. */
export interface StartedRun {
  id: string;
  feed: RunFeed;
  /** What was sent so far, without pings and end. */
  sent: WireMessage[];
  finished: Promise<TurnResult>;
}

/**
 * Begins a turn that goes on whether or not anybody reads its feed. When this returns, the run and the
 * person's messages are on disk.
 */
export async function startRun(context: EmbeddedContext, request: RunRequest): Promise<StartedRun> {
  const turn = await prepareTurn(context, request);
  const { id, thread, messages } = await storeStart(context, request, turn);
  const feed = createRunFeed({ isNumbered: request.isBackground });
  feed.push({ data: ping(id) });
  const sent: WireMessage[] = [];
  const { promise: finished, resolve, reject } = Promise.withResolvers<TurnResult>();
  // Readers of the feed hear of a failure there; only a blocking request looks at `finished`.
  finished.catch(() => undefined);
  const { returnTypes } = request.options;
  const send = (message: WireMessage) => {
    if (returnTypes && !returnTypes.includes(message.message_type)) return;
    if (!request.isStream) sent.push(message);
    feed.push({ data: message });
  };
  const begun = performance.now();
  const play = async (signal: AbortSignal) => {
    const live: Turn = { ...turn, runId: id, signal, send, unclaimed: messages.map((message) => message.id) };
    try {
      const result = await playTurn(live, messages, request.answers);
      await closeRun(context, request, { id, begun, stopReason: result.stopReason });
      pushEnd(feed, result, request);
      resolve(result);
    } catch (error) {
      context.log(`Run ${id} failed: ${errorDetail(error)}`);
      await closeRun(context, request, { id, begun, stopReason: stopReasonOf(error), error });
      pushError(feed, id, error);
      reject(error);
    }
  };
  const otids = request.messages.flatMap(({ otid }) => otid ?? []);
  const { isBackground } = request;
  const known = { id, agentId: thread.agentId, threadKey: threadKey(thread), otids, isBackground, feed };
  context.runs.enter(known, play).catch((error: unknown) => {
    context.log(`Run ${id} could not be closed: ${errorDetail(error)}`);
    reject(error);
  });
  return { id, feed, sent, finished };
}

/** A turn that has not begun: what the request makes of the agent. */
export async function prepareTurn(
  context: EmbeddedContext,
  request: Pick<RunRequest, 'agent' | 'conversation' | 'options' | 'overrideModel'>,
): Promise<Turn> {
  const { agent, conversation, options, overrideModel } = request;
  const handle = overrideModel ?? conversation?.model ?? agent.model;
  const model = await context.models.requireModel(handle);
  const ofConversation = fromNullableJson<Record<string, unknown>>(conversation?.model_settings ?? null);
  // The settings of an agent are those of its model: another model starts from its own.
  const ofAgent = handle === agent.model ? fromJson<Record<string, unknown>>(agent.model_settings) : {};
  const settings = readModelSettings(
    model,
    overrideModel ? {} : (ofConversation ?? ofAgent),
    fromNullableJson(agent.response_format),
  );
  return {
    context,
    agent,
    thread: { agentId: agent.id, conversationId: conversation?.id ?? null },
    model,
    settings,
    rules: fromJson(agent.tool_rules),
    runId: '',
    options,
    signal: new AbortController().signal,
    called: [],
    unclaimed: [],
    send: () => undefined,
  };
}

/** The keep-alive message; the first one of a stream tells the run's id. */
export function ping(runId: string): WireMessage {
  return envelope({ id: newId('ping'), created_at: nowIso(), run_id: runId }, 'ping');
}

/** A turn's usage as a message; unknown writes to a cache read 0 without token streaming, as in the original. */
export function usageMessage(result: TurnResult, { streamTokens }: { streamTokens: boolean }): Record<string, unknown> {
  const { usage } = result;
  return {
    message_type: 'usage_statistics',
    completion_tokens: usage.completionTokens,
    prompt_tokens: usage.promptTokens,
    total_tokens: usage.totalTokens,
    step_count: result.steps,
    run_ids: null,
    cached_input_tokens: usage.cachedInputTokens,
    cache_write_tokens: usage.cacheWriteTokens ?? (streamTokens ? null : 0),
    reasoning_tokens: usage.reasoningTokens,
    context_tokens: result.contextTokens,
  };
}

async function storeStart(context: EmbeddedContext, request: RunRequest, { agent, thread }: Turn) {
  const id = newId('run');
  const messages = request.messages.map((message) => ({ ...message, agent_id: agent.id, run_id: id }));
  await context.db.transaction().execute(async (trx) => {
    await insertRun(trx, {
      id,
      agent_id: agent.id,
      conversation_id: thread.conversationId,
      status: 'running',
      background: Number(request.isBackground),
      metadata: JSON.stringify({ run_type: request.runType }),
      request_config: JSON.stringify(request.requestConfig),
      created_at: nowIso(),
    });
    if (!request.answers) await storeMessages(trx, thread, messages);
  });
  return { id, thread, messages };
}

async function playTurn(turn: Turn, messages: NewMessage[], answers: TurnInput['answers']): Promise<TurnResult> {
  const { db } = turn.context;
  const ids = messages.map(({ id }) => id);
  try {
    await acceptInput(turn, { answers });
    // What is said along with a decision comes behind it in the history.
    if (answers) await storeMessages(db, turn.thread, messages);
  } catch (error) {
    // A refused message was not said: the next one must not find it in the history.
    if (ids.length > 0 && !answers) await removeMessages(db, turn.thread, ids);
    throw error;
  }
  // Not before: an earlier turn of this thread may have been between a tool call and its return.
  await extendContext(db, turn.thread, ids);
  const result = await runTurn(turn);
  if (turn.agent.message_buffer_autoclear === 1 && result.stopReason !== 'requires_approval')
    await writeContext(db, turn.thread, (await readContext(db, turn.thread)).slice(0, 1));
  return result;
}

interface RunEnd {
  id: string;
  begun: number;
  stopReason: StopReason;
  error?: unknown;
}

async function closeRun(context: EmbeddedContext, request: RunRequest, end: RunEnd): Promise<void> {
  const { agent, conversation, runType } = request;
  const completedAt = nowIso();
  const milliseconds = Math.round(performance.now() - end.begun);
  const status =
    end.error || end.stopReason === 'error' ? 'failed' : end.stopReason === 'cancelled' ? 'cancelled' : 'completed';
  const kept = request.isStream ? errorMessage(end.id, end.error) : errorDetail(end.error);
  await context.db.transaction().execute(async (trx) => {
    await updateRun(trx, end.id, {
      status,
      stop_reason: end.stopReason,
      completed_at: completedAt,
      total_duration_ns: milliseconds * 1_000_000,
      ...(end.error ? { metadata: JSON.stringify({ run_type: runType, error: kept }) } : {}),
    });
    await updateAgent(trx, agent.id, {
      last_run_completion: completedAt,
      last_run_duration_ms: milliseconds,
      last_stop_reason: end.stopReason,
    });
    if (conversation) await updateConversation(trx, conversation.id, { last_run_completion: completedAt });
  });
}

/** A cancelled stream ends without usage, in the foreground also without the end marker, as in the original. */
function pushEnd(feed: RunFeed, result: TurnResult, { isBackground, options }: RunRequest): void {
  feed.push({ data: { message_type: 'stop_reason', stop_reason: result.stopReason } });
  const isCancelled = result.stopReason === 'cancelled';
  if (!isCancelled) feed.push({ data: usageMessage(result, options) });
  if (!isCancelled || isBackground) feed.push({ data: '[DONE]' });
}
