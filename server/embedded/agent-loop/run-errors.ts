import { LettaError } from '#server/embedded/letta-error.ts';
import { ModelError } from '#server/embedded/models/chat-model.ts';
import { explainStorageError } from '#server/embedded/store/explain-storage-error.ts';
import type { RunFeed } from './run-feed.ts';

/** Ends a stream with what went wrong: the stop reason, the error, the end marker. */
export function pushError(feed: RunFeed, runId: string, error: unknown): void {
  feed.push({ data: { message_type: 'stop_reason', stop_reason: stopReasonOf(error) } });
  feed.push({ event: 'error', data: errorMessage(runId, error) });
  feed.push({ data: '[DONE]' });
}

/** Why a run ended that failed. */
export function stopReasonOf(error: unknown): 'llm_api_error' | 'error' {
  return error instanceof ModelError ? 'llm_api_error' : 'error';
}

/** A failure as the message streams carry and runs keep. */
export function errorMessage(runId: string, error: unknown): Record<string, unknown> {
  const isModel = error instanceof ModelError;
  return {
    message_type: 'error_message',
    run_id: runId,
    error_type: isModel ? streamErrorType(error) : 'internal_error',
    message: isModel
      ? error.message
      : error instanceof LettaError
        ? errorDetail(error)
        : 'The server could not go on with this turn.',
    detail: errorDetail(error),
    seq_id: null,
  };
}

/** The sentence of a failure, with what the provider said. */
export function errorDetail(error: unknown): string {
  if (error instanceof ModelError) return error.detail;
  if (error instanceof LettaError) return lettaDetail(error.body) ?? error.message;
  return explainStorageError(error) ?? (error instanceof Error ? error.message : String(error));
}

/** The answer of a blocking request whose turn failed. */
export function toBlockingError(error: unknown): unknown {
  if (!(error instanceof ModelError)) return error;
  return new LettaError(error.status, { error: { type: error.type, message: error.message, detail: error.detail } });
}

/** Streams know fewer kinds of provider errors than blocking answers. */
function streamErrorType(error: ModelError): string {
  return error.type === 'llm_bad_request' || error.type === 'llm_insufficient_credits' ? 'llm_error' : error.type;
}

function lettaDetail(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('detail' in body)) return null;
  const { detail } = body;
  if (typeof detail === 'string') return detail;
  const hasMessage = typeof detail === 'object' && detail !== null && 'message' in detail;
  return hasMessage ? String(detail.message) : null;
}
