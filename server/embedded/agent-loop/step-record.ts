import { ModelError, type ModelErrorType } from '#server/embedded/models/chat-model.ts';
import { nowIso } from '#server/embedded/times.ts';
import type { StepOutput } from './take-step.ts';
import { endsTurn } from './tool-rules.ts';
import type { StopReason, Turn } from './turn.ts';

/** The names under which steps keep failures of a provider. */
const ERROR_CLASSES: Record<ModelErrorType, string> = {
  llm_timeout: 'LLMTimeoutError',
  llm_rate_limit: 'LLMRateLimitError',
  llm_authentication: 'LLMAuthenticationError',
  llm_bad_request: 'LLMBadRequestError',
  llm_insufficient_credits: 'LLMInsufficientCreditsError',
  llm_error: 'LLMServerError',
};

/** A step that begins. */
export function newStep(turn: Turn, id: string) {
  return {
    id,
    run_id: turn.runId,
    agent_id: turn.agent.id,
    model: turn.model.name,
    model_handle: turn.model.handle,
    provider_name: turn.model.providerName,
    provider_category: turn.model.providerCategory,
    provider_id: turn.model.providerId,
    model_endpoint: turn.model.endpoint,
    context_window_limit: turn.agent.context_window,
    prompt_tokens: 0,
    completion_tokens: 0,
    total_tokens: 0,
    status: 'pending',
    tags: '[]',
    created_at: nowIso(),
  };
}

/** What is known of a step when the model has answered and its tools have run. */
export function finishedStep(turn: Turn, output: StepOutput) {
  const { usage } = output;
  return {
    prompt_tokens: usage?.promptTokens ?? 0,
    completion_tokens: usage?.completionTokens ?? 0,
    total_tokens: usage?.totalTokens ?? 0,
    cached_input_tokens: usage?.cachedInputTokens ?? null,
    cache_write_tokens: usage?.cacheWriteTokens ?? null,
    reasoning_tokens: usage?.reasoningTokens ?? null,
    status: turn.signal.aborted ? 'cancelled' : 'success',
    stop_reason: turn.signal.aborted ? 'cancelled' : reasonToStop(turn, output),
  };
}

/** The sentence of a failure. */
export function describeError(error: unknown): string {
  if (error instanceof ModelError) return error.detail;
  return error instanceof Error ? error.message : String(error);
}

/** What is known of a step that failed. */
export function failedStep(error: unknown) {
  const message = describeError(error);
  return {
    status: 'failed',
    stop_reason: error instanceof ModelError ? 'llm_api_error' : 'error',
    error_type: error instanceof ModelError ? ERROR_CLASSES[error.type] : error instanceof Error ? error.name : 'Error',
    error_data: JSON.stringify({ message, traceback: null, details: null }),
  };
}

/** Why a turn ends with this step, if nothing keeps it going. */
export function reasonToStop(turn: Turn, output: StepOutput): StopReason | null {
  if (output.heldCalls.length > 0) return 'requires_approval';
  if (output.toolCalls.length === 0) return output.finishReason === 'length' ? 'max_tokens_exceeded' : 'end_turn';
  return output.toolCalls.some((call) => endsTurn(turn.rules, call.name)) ? 'tool_rule' : null;
}

/** Nanoseconds since a reading of the clock. */
export function elapsed(since: bigint): number {
  return Number(process.hrtime.bigint() - since);
}
