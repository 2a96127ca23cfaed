import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { newId } from '#server/embedded/ids.ts';
import { ModelError } from '#server/embedded/models/chat-model.ts';
import { type AgentRow, updateAgent } from '#server/embedded/store/agents.ts';
import { insertMessages, type NewMessage } from '#server/embedded/store/messages.ts';
import { insertRun, updateRun } from '#server/embedded/store/runs.ts';
import { nowIso } from '#server/embedded/times.ts';
import { addToContext } from './append-messages.ts';
import { createRunFeed, type RunFeed } from './run-feed.ts';
import { runTurn, type TurnResult } from './run-turn.ts';
import { envelope, type WireMessage } from './to-letta-messages.ts';
import type { StopReason, TurnOptions } from './turn.ts';

/** What a client asked for. `messages` are stored before anything is answered. */
export interface RunRequest {
  agent: AgentRow;
  messages: Omit<NewMessage, 'agent_id' | 'run_id' | 'step_id'>[];
  options: TurnOptions;
  runType: 'send_message' | 'send_message_async';
  requestConfig: Record<string, unknown>;
}

/** A run that has begun. `finished` settles with its end, and rejects with the provider's error. */
export interface StartedRun {
  id: string;
  feed: RunFeed;
  finished: Promise<TurnResult>;
}

/**
 * Begins a turn that goes on whether or not anybody reads its feed. When this returns, the run and the
 * person's messages are on disk.
 */
export async function startRun(context: EmbeddedContext, request: RunRequest): Promise<StartedRun> {
  const { agent, options } = request;
  const model = await context.models.requireModel(agent.model);
  const id = newId('run');
  const startedAt = nowIso();
  await insertRun(context.db, {
    id,
    agent_id: agent.id,
    status: 'running',
    background: Number(request.runType === 'send_message_async'),
    metadata: JSON.stringify({ run_type: request.runType }),
    request_config: JSON.stringify(request.requestConfig),
    created_at: startedAt,
  });
  const messages = request.messages.map((message) => ({ ...message, agent_id: agent.id, run_id: id }));
  await insertMessages(context.db, messages);

  const feed = createRunFeed();
  feed.push({ data: ping(id) });
  const { promise: finished, resolve, reject } = Promise.withResolvers<TurnResult>();
  // Readers of the feed hear of a failure there; only a blocking request looks at `finished`.
  finished.catch(() => undefined);
  const send = (message: WireMessage) => {
    if (options.returnTypes && !options.returnTypes.includes(message.message_type)) return;
    feed.push({ data: message });
  };
  const begun = performance.now();
  const turn = async (signal: AbortSignal) => {
    try {
      // Not before: an earlier turn of this agent may have been between a tool call and its return.
      await addToContext(context.db, agent.id, messages);
      const result = await runTurn({ context, agent, model, runId: id, options, signal, send });
      await closeRun(context, { id, agent, begun, runType: request.runType, stopReason: result.stopReason });
      pushEnd(feed, result);
      resolve(result);
    } catch (error) {
      context.log(`Run ${id} failed: ${error instanceof Error ? error.message : String(error)}`);
      await closeRun(context, {
        id,
        agent,
        begun,
        runType: request.runType,
        stopReason: error instanceof ModelError ? 'llm_api_error' : 'error',
        error,
      });
      pushError(feed, id, error);
      reject(error);
    }
  };
  context.runs.enter({ id, agentId: agent.id, feed }, turn).catch((error: unknown) => {
    context.log(`Run ${id} could not be closed: ${error instanceof Error ? error.message : String(error)}`);
    reject(error);
  });
  return { id, feed, finished };
}

/** The keep-alive message; the first one of a stream tells the run's id. */
export function ping(runId: string): WireMessage {
  return envelope({ id: newId('ping'), created_at: nowIso(), run_id: runId }, 'ping');
}

/** A turn's usage as a message. */
export function usageMessage(result: TurnResult): Record<string, unknown> {
  const { usage } = result;
  return {
    message_type: 'usage_statistics',
    completion_tokens: usage.completionTokens,
    prompt_tokens: usage.promptTokens,
    total_tokens: usage.totalTokens,
    step_count: result.steps,
    run_ids: null,
    cached_input_tokens: usage.cachedInputTokens,
    cache_write_tokens: null,
    reasoning_tokens: usage.reasoningTokens,
    context_tokens: result.contextTokens,
  };
}

interface RunEnd {
  id: string;
  agent: AgentRow;
  begun: number;
  stopReason: StopReason;
  runType: RunRequest['runType'];
  error?: unknown;
}

async function closeRun(context: EmbeddedContext, end: RunEnd): Promise<void> {
  const completedAt = nowIso();
  const milliseconds = Math.round(performance.now() - end.begun);
  const status =
    end.error || end.stopReason === 'error' ? 'failed' : end.stopReason === 'cancelled' ? 'cancelled' : 'completed';
  await updateRun(context.db, end.id, {
    status,
    stop_reason: end.stopReason,
    completed_at: completedAt,
    total_duration_ns: milliseconds * 1_000_000,
    ...(end.error ? { metadata: JSON.stringify({ run_type: end.runType, error: detailOf(end.error) }) } : {}),
  });
  await updateAgent(context.db, end.agent.id, {
    last_run_completion: completedAt,
    last_run_duration_ms: milliseconds,
    last_stop_reason: end.stopReason,
  });
}

/** A cancelled stream ends without usage and end marker, as the original's foreground stream does. */
function pushEnd(feed: RunFeed, result: TurnResult): void {
  feed.push({ data: { message_type: 'stop_reason', stop_reason: result.stopReason } });
  if (result.stopReason === 'cancelled') return;
  feed.push({ data: usageMessage(result) });
  feed.push({ data: '[DONE]' });
}

function pushError(feed: RunFeed, runId: string, error: unknown): void {
  const isModel = error instanceof ModelError;
  feed.push({ data: { message_type: 'stop_reason', stop_reason: isModel ? 'llm_api_error' : 'error' } });
  feed.push({
    event: 'error',
    data: {
      message_type: 'error_message',
      run_id: runId,
      error_type: isModel ? streamErrorType(error) : 'internal_error',
      message: isModel ? error.message : 'The server met an error of its own.',
      detail: detailOf(error),
      seq_id: null,
    },
  });
  feed.push({ data: '[DONE]' });
}

/** Streams know fewer kinds of provider errors than blocking answers. */
function streamErrorType(error: ModelError): string {
  return error.type === 'llm_bad_request' || error.type === 'llm_insufficient_credits' ? 'llm_error' : error.type;
}

function detailOf(error: unknown): string {
  if (error instanceof ModelError) return error.detail;
  return error instanceof Error ? error.message : String(error);
}
