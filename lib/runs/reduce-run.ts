import { describeStreamError } from '#lib/letta/describe-failure.ts';
import { keyOf, type LettaMessage, type ToolCallPart, toolCallsOf } from './letta-message.ts';
import { isActive, type RunError, type RunState, type RunUsage } from './run-state.ts';

/** One event of the stream, read. */
export type RunEvent =
  | { type: 'message'; message: LettaMessage }
  | { type: 'unreadable'; text: string }
  | { type: 'done' };

const MOST_UNREADABLE_KEPT = 20;

/** The run after one more event. Pure; unknown message types are kept as they are. */
export function reduceRun(run: RunState, event: RunEvent): RunState {
  if (event.type === 'unreadable') {
    return run.unreadable.length < MOST_UNREADABLE_KEPT ? { ...run, unreadable: [...run.unreadable, event.text] } : run;
  }
  if (event.type === 'done') return run;
  const { message } = event;
  const next: RunState = {
    ...run,
    runId: run.runId ?? message.run_id ?? null,
    lastSeq: Math.max(run.lastSeq, message.seq_id ?? 0),
    status: run.status === 'sending' ? 'streaming' : run.status,
  };
  switch (message.message_type) {
    case 'ping':
      return next;
    case 'stop_reason':
      return { ...next, stopReason: String(message['stop_reason'] ?? 'unknown') };
    case 'usage_statistics':
      return { ...next, usage: readUsage(message) };
    case 'error_message':
      return { ...next, error: readError(message) };
    default:
      return { ...next, messages: addMessage(next.messages, message) };
  }
}

/** Whether the stream said how the turn ended. Nothing else makes it complete. */
export function hasEnd(run: RunState): boolean {
  return run.stopReason !== null || run.error !== null;
}

/** The run after its end, by what was said of it; `now` in milliseconds. A run without an end stays as it is. */
export function endRun(run: RunState, now: number): RunState {
  if (!hasEnd(run) || !(isActive(run.status) || run.status === 'interrupted')) return run;
  const ended = { ...run, endedAt: now };
  if (run.error) return { ...ended, status: 'failed' };
  switch (run.stopReason) {
    case 'requires_approval':
      return { ...ended, status: 'waiting-for-approval' };
    case 'cancelled':
      return { ...ended, status: 'stopped' };
    case 'error':
    case 'llm_api_error':
    case 'invalid_llm_response':
    case 'context_window_overflow_in_system_prompt':
    case 'insufficient_credits':
      return { ...ended, status: 'failed', error: unexplained(run.stopReason) };
    default:
      return { ...ended, status: 'finished' };
  }
}

function unexplained(stopReason: string): RunError {
  return {
    title: 'The turn failed',
    message: `The server stopped it (${stopReason}) and did not say more.`,
    next: 'The steps of the run and the log of the server may tell why.',
  };
}

function addMessage(messages: LettaMessage[], message: LettaMessage): LettaMessage[] {
  const key = keyOf(message);
  const index = messages.findLastIndex((each) => keyOf(each) === key);
  const known = messages[index];
  if (!known) return [...messages, normalized(message)];
  const joined = join(known, message);
  return joined === known ? messages : messages.with(index, joined);
}

/** A tool call message always holds a list, so that deltas of several calls can be told apart. */
function normalized(message: LettaMessage): LettaMessage {
  const calls = toolCallsOf(message);
  return calls.length > 0 ? { ...message, tool_calls: calls } : message;
}

function join(known: LettaMessage, delta: LettaMessage): LettaMessage {
  switch (known.message_type) {
    case 'assistant_message':
      return typeof known['content'] === 'string' && typeof delta['content'] === 'string'
        ? { ...known, content: known['content'] + delta['content'] }
        : delta;
    case 'reasoning_message':
      return {
        ...known,
        signature: delta['signature'] ?? known['signature'],
        reasoning: `${known['reasoning'] ?? ''}${delta['reasoning'] ?? ''}`,
      };
    case 'tool_call_message':
    case 'approval_request_message':
      return { ...known, tool_calls: toolCallsOf(delta).reduce(joinCall, toolCallsOf(known)) };
    default:
      return delta;
  }
}

function joinCall(calls: ToolCallPart[], delta: ToolCallPart): ToolCallPart[] {
  const index = calls.findIndex((call) => call.tool_call_id === delta.tool_call_id);
  const call = calls[index];
  if (!call) return [...calls, delta];
  const joined: ToolCallPart = {
    ...call,
    name: call.name || delta.name || null,
    arguments: `${call.arguments ?? ''}${delta.arguments ?? ''}`,
  };
  return calls.with(index, joined);
}

function readUsage(message: LettaMessage): RunUsage {
  const count = (field: string) => (typeof message[field] === 'number' ? message[field] : null);
  return {
    promptTokens: count('prompt_tokens') ?? 0,
    completionTokens: count('completion_tokens') ?? 0,
    totalTokens: count('total_tokens') ?? 0,
    contextTokens: count('context_tokens'),
    cachedTokens: count('cached_input_tokens'),
    steps: count('step_count') ?? 0,
  };
}

/** The error a stream ends with, as people read it. */
export function readError(message: Record<string, unknown>): RunError {
  const { error_type: type, message: words, detail } = message;
  return describeStreamError(asText(type), asText(words), asText(detail));
}

function asText(field: unknown): string {
  return typeof field === 'object' && field !== null ? JSON.stringify(field) : String(field ?? '');
}
