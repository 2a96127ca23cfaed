import { redact } from '#server/redact.ts';
import { ModelError, type ModelErrorType } from './chat-model.ts';
import type { ProviderConnection } from './model-info.ts';

/** A failure that no SDK reports: a plain request refused, or an error inside a stream. `code` is the provider's name for it. */
export class ProviderFailure extends Error {
  readonly status: number | undefined;
  readonly code: string | undefined;

  constructor(failure: { message: string; status?: number; code?: string | undefined }) {
    super(failure.message);
    this.status = failure.status;
    this.code = failure.code;
  }
}

interface Meaning {
  type: ModelErrorType;
  status: number;
  prefix: string;
  sentence: string;
}

const OVERFLOW: Meaning = {
  type: 'llm_bad_request',
  status: 400,
  prefix: 'CONTEXT_WINDOW_EXCEEDED',
  sentence: 'The conversation is longer than the context window of the model.',
};

const TIMEOUT: Meaning = {
  type: 'llm_timeout',
  status: 504,
  prefix: 'TIMEOUT',
  sentence: 'The model provider did not answer in time.',
};

const NO_CREDIT: Meaning = {
  type: 'llm_insufficient_credits',
  status: 402,
  prefix: 'PAYMENT_REQUIRED',
  sentence: 'The account with the model provider has no credit left.',
};

const FAILED: Meaning = {
  type: 'llm_error',
  status: 500,
  prefix: 'INTERNAL_SERVER_ERROR',
  sentence: 'The request to the model provider failed.',
};

/** Types, statuses and prefixes as the original answers them; a used-up quota comes as 429 and is a rate limit there too. */
const MEANINGS: Record<number, Meaning> = {
  400: {
    type: 'llm_bad_request',
    status: 400,
    prefix: 'INVALID_ARGUMENT',
    sentence: 'The request to the model was not accepted by its provider.',
  },
  401: {
    type: 'llm_authentication',
    status: 401,
    prefix: 'UNAUTHENTICATED',
    sentence: 'The model provider refused the API key.',
  },
  402: NO_CREDIT,
  403: {
    type: 'llm_error',
    status: 500,
    prefix: 'PERMISSION_DENIED',
    sentence: 'The API key does not permit this request to the model provider.',
  },
  404: {
    type: 'llm_error',
    status: 500,
    prefix: 'NOT_FOUND',
    sentence: 'The model provider does not know this model or address.',
  },
  408: TIMEOUT,
  413: OVERFLOW,
  422: {
    type: 'llm_error',
    status: 500,
    prefix: 'INVALID_ARGUMENT',
    sentence: 'The request to the model was not accepted by its provider.',
  },
  429: {
    type: 'llm_rate_limit',
    status: 429,
    prefix: 'RATE_LIMIT_EXCEEDED',
    sentence: 'The model provider is limiting the rate of requests.',
  },
  504: TIMEOUT,
};

/** Errors inside a stream carry a name in place of a status. */
const STATUS_OF_CODE: Record<string, number> = {
  authentication_error: 401,
  invalid_api_key: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  model_not_found: 404,
  request_too_large: 413,
  context_length_exceeded: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  timeout_error: 504,
  invalid_request_error: 400,
  invalid_prompt: 400,
};

/** How OpenAI, vLLM, Anthropic, llama.cpp, Ollama and LM Studio say that a prompt is too long. */
const OVERFLOW_TEXT = new RegExp(
  [
    'context_length_exceeded',
    'request_too_large',
    'maximum context length',
    'exceed\\w* (?:the )?(?:available |maximum )?(?:model(?:.s)? )?context (?:size|window|length|limit)',
    'exceeds? context limit',
    'context window exceeds',
    'prompt is too long',
    'prompt too long',
    'input tokens exceed',
    'too many total text bytes',
    'context length (?:of only|exceeded)',
    'greater than the context length',
    'context (?:size|window|length) (?:has been |was |is )?exceeded',
    'exceed_context_size_error',
  ].join('|'),
  'i',
);

const NO_CREDIT_TEXT = /credit balance is too low|insufficient (?:credits?|balance|funds)|out of credits/i;

/**
 * What a failed call means to a Letta client: the original's type, status and code, our own sentence, and what the
 * provider said, without keys.
 */
export function toModelError(error: unknown, connection: ProviderConnection): ModelError {
  if (error instanceof ModelError) return error;
  const failure = toFailure(error);
  const meaning = meaningOf(failure);
  const suffix = connection.category === 'byok' ? ' [BYOK]' : '';
  const said = withoutKey(failure.message, connection.apiKey);
  return new ModelError(
    meaning.type,
    meaning.status,
    meaning.sentence,
    `${meaning.prefix}: ${meaning.sentence} ${connection.name} said: ${said}${suffix}`,
    { isContextOverflow: meaning === OVERFLOW },
  );
}

interface Failure {
  status: number | undefined;
  codes: string[];
  message: string;
  isTimeout: boolean;
}

function meaningOf({ status, codes, message, isTimeout }: Failure): Meaning {
  if (isTimeout) return TIMEOUT;
  const text = `${codes.join(' ')} ${message}`;
  const isRefused = status === undefined || status === 400 || status === 413 || status === 422 || status === 500;
  if (isRefused && OVERFLOW_TEXT.test(text)) return OVERFLOW;
  if (isRefused && NO_CREDIT_TEXT.test(text)) return NO_CREDIT;
  const known = status ?? codes.map((code) => STATUS_OF_CODE[code]).find((each) => each !== undefined);
  return (known === undefined ? undefined : MEANINGS[known]) ?? FAILED;
}

function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { status: undefined, codes: [], message: String(error), isTimeout: false };
  const body = bodyOf(error);
  const status: unknown = Reflect.get(error, 'status');
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return {
    status: typeof status === 'number' ? status : undefined,
    codes: [Reflect.get(error, 'code'), Reflect.get(error, 'type'), body?.['code'], body?.['type']].filter(
      (code) => typeof code === 'string',
    ),
    message: typeof body?.['message'] === 'string' ? body['message'] : `${error.message}${cause}`,
    isTimeout: error.name === 'APIConnectionTimeoutError' || error.name === 'TimeoutError',
  };
}

/** The error object of a provider's answer: OpenAI's SDK unwraps `{error}`, Anthropic's does not. */
function bodyOf(error: Error): Record<string, unknown> | null {
  const body = asRecord(Reflect.get(error, 'error'));
  return asRecord(body?.['error']) ?? body;
}

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? { ...value } : null;
}

function withoutKey(message: string, key: string): string {
  const clean = redact(message);
  return key.length < 6 ? clean : clean.replaceAll(key, '[hidden]');
}
