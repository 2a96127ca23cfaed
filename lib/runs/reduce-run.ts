import { describeProviderError, type Failure } from '#lib/letta/describe-failure.ts';
import { type LettaMessage, type ToolCallPart, toolCallsOf } from './letta-message.ts';
import { keyOf } from './to-transcript.ts';

/** Token counts of a turn, as the server reported them; null where it did not say. */
export interface RunUsage {
  promptTokens: number;
  completionTokens: number;
  totalTokens: number;
  contextTokens: number | null;
  steps: number;
}

/** A failure that came over the stream, or instead of it. */
export type RunError = Failure;

export type RunStatus =
  | 'idle'
  | 'sending'
  | 'streaming'
  | 'waiting-for-approval'
  | 'finished'
  | 'stopped'
  | 'interrupted'
  | 'failed';

/** One turn as the page knows it. */
export interface RunState {
  status: RunStatus;
  runId: string | null;
  /** The person's message, until history has it. */
  sent: LettaMessage | null;
  /** What came back so far, deltas joined. */
  messages: LettaMessage[];
  stopReason: string | null;
  usage: RunUsage | null;
  error: RunError | null;
  /** Frames that could not be read. */
  unreadable: number;
}

/** One event of the stream, read. */
export type RunEvent = { type: 'message'; message: LettaMessage } | { type: 'unreadable' } | { type: 'done' };

export const IDLE_RUN: RunState = {
  status: 'idle',
  runId: null,
  sent: null,
  messages: [],
  stopReason: null,
  usage: null,
  error: null,
  unreadable: 0,
};

/** Whether the turn is still going on. */
export function isActive(status: RunStatus): boolean {
  return status === 'sending' || status === 'streaming';
}

/** The run after one more event. Pure; unknown message types are kept as they are. */
export function reduceRun(run: RunState, event: RunEvent): RunState {
  if (event.type === 'unreadable') return { ...run, unreadable: run.unreadable + 1 };
  if (event.type === 'done') return run;
  const { message } = event;
  const known = message.run_id && !run.runId ? { ...run, runId: message.run_id } : run;
  const next: RunState = known.status === 'sending' ? { ...known, status: 'streaming' } : known;
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

/** The run after its stream ended. Without a stop reason it was cut off, not finished. */
export function endRun(run: RunState): RunState {
  if (!isActive(run.status)) return run;
  if (run.error) return { ...run, status: 'failed' };
  switch (run.stopReason) {
    case null:
      return { ...run, status: 'interrupted' };
    case 'requires_approval':
      return { ...run, status: 'waiting-for-approval' };
    case 'cancelled':
      return { ...run, status: 'stopped' };
    case 'error':
    case 'llm_api_error':
      return {
        ...run,
        status: 'failed',
        error: { title: 'The turn failed', message: `The server stopped it (${run.stopReason}).` },
      };
    default:
      return { ...run, status: 'finished' };
  }
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
      return { ...known, reasoning: `${known['reasoning'] ?? ''}${delta['reasoning'] ?? ''}` };
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
    steps: count('step_count') ?? 0,
  };
}

function readError(message: LettaMessage): RunError {
  const failure = describeProviderError(String(message['error_type'] ?? ''), String(message['message'] ?? ''));
  const details = message['detail'];
  return typeof details === 'string' && details ? { ...failure, details } : failure;
}
