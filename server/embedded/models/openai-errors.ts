import { ModelError } from './chat-model.ts';

interface ProviderFailure {
  status: number | undefined;
  message: string;
}

/** What a failed call to an OpenAI-compatible endpoint means to a Letta client. */
export function toModelError(error: unknown): ModelError {
  if (error instanceof ModelError) return error;
  const { status, message } = toFailure(error);
  switch (status) {
    case 400:
    case 422:
      return new ModelError(
        'llm_bad_request',
        400,
        'The request to the model was not accepted by its provider.',
        message,
      );
    case 401:
    case 403:
      return new ModelError('llm_authentication', 401, 'The model provider refused the API key.', message);
    case 402:
      return new ModelError(
        'llm_insufficient_credits',
        402,
        'The account with the model provider has no credit left.',
        message,
      );
    case 429:
      return new ModelError('llm_rate_limit', 429, 'The model provider is limiting the rate of requests.', message);
    case 408:
    case 504:
      return new ModelError('llm_timeout', 504, 'The model provider did not answer in time.', message);
    default:
      return new ModelError('llm_error', 500, 'The request to the model provider failed.', message);
  }
}

function toFailure(error: unknown): ProviderFailure {
  if (!(error instanceof Error)) return { status: undefined, message: String(error) };
  const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined;
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return { status: error.name === 'APIConnectionTimeoutError' ? 504 : status, message: `${error.message}${cause}` };
}
