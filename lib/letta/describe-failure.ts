import { APIConnectionError, APIError } from '@letta-ai/letta-client';
import { type FailureDetails, failureDetails, sayAnswer, withoutSentSecrets } from './failure-details.ts';

/** A failure as people read it: what happened, what to do, and the call behind it. */
export interface Failure extends FailureDetails {
  title: string;
  message: string;
  next?: string;
  status?: number;
  /** Trying again makes sense after this long; at most a minute. */
  retryAfterMs?: number;
  /** What is in the way, where the page can do something about it. */
  conflict?: Conflict;
}

/** Why a thread takes no message now. */
export type Conflict = { kind: 'busy'; runId: string | null } | { kind: 'approval' };

/** A call of ours that did not succeed, with the body the server sent. */
export class RequestError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;

  constructor(status: number, body: unknown, headers: Headers = new Headers()) {
    super(`HTTP ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/**
 * Turns any thrown value into a sentence, a next step and the details of the call. The three error shapes of Letta are
 * all read here.
 */
export function describeFailure(error: unknown): Failure {
  const answer = answerOf(error);
  const { status, body, headers } = answer;
  if (status === undefined) return { ...describeUnanswered(error), ...unansweredDetails(error) };
  const failure = describeAnswer({ status, body, headers });
  const message = withoutSentSecrets(error, failure.message);
  return { ...failure, message, status, ...failureDetails(error, { status, headers, said: body }) };
}

function describeAnswer({ status, body, headers }: Answer & { status: number }): Failure {
  const own = ownProblem(body);
  if (own) return { title: own.message, message: own.next ?? '' };
  const llm = providerProblem(body);
  const retryAfterMs = readRetryAfter(status, headers);
  const waiting = retryAfterMs === null ? {} : { retryAfterMs };
  if (llm) return { ...llm, ...waiting };
  const conflict = status === 409 ? conflictOf(body) : null;
  if (conflict) return { ...describeConflict(conflict), conflict };
  return { ...describeStatus(status, sentenceOf(body)), ...waiting };
}

const LONGEST_WAIT_MS = 60_000;

/** How long to wait after a refusal, in milliseconds: from seconds or a date, at most a minute. Null without a hint. */
function readRetryAfter(status: number, headers: Headers | undefined): number | null {
  if (status !== 429 && status !== 503) return null;
  const header = headers?.get('retry-after') ?? '';
  if (header.trim() === '') return null;
  const milliseconds = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), LONGEST_WAIT_MS) : null;
}

function conflictOf(body: unknown): Conflict | null {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  if (/PENDING_APPROVAL|waiting for approval/i.test(text)) return { kind: 'approval' };
  if (!/currently being processed/i.test(text)) return null;
  return { kind: 'busy', runId: /run-[0-9a-f-]{36}/.exec(text)?.[0] ?? null };
}

function describeConflict({ kind }: Conflict): Failure {
  return kind === 'approval'
    ? {
        title: 'The agent waits for your approval',
        message: 'It takes no message until its pending tool call is approved or denied.',
        next: 'Decide on the call, then send again.',
      }
    : {
        title: 'The agent is busy with another run',
        message: 'It takes one message at a time in a conversation. Yours was not sent.',
        next: 'Watch that run, queue your message behind it, or cancel the run.',
      };
}

/** Whether asking again could help: not when the server understood and refused. */
export function isWorthRetrying(error: unknown): boolean {
  const { status } = answerOf(error);
  return status === undefined || status >= 500;
}

/** The HTTP status of a failed call; undefined when nothing was answered. */
export function statusOf(error: unknown): number | undefined {
  return answerOf(error).status;
}

/** Whether a failed call may have reached its server: nothing was answered, or what stands in between lost the answer. */
export function mayHaveArrived(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined || status === 502 || status === 504;
}

/** Whether the server has no such route at all, which is not the same as a thing that is gone. */
export function isMissingRoute(error: unknown): boolean {
  const { status, body } = answerOf(error);
  const isBare = typeof body !== 'object' || body === null || ('detail' in body && body.detail === 'Not Found');
  return status === 405 || status === 501 || (status === 404 && isBare);
}

interface Answer {
  /** Undefined when nothing was answered. */
  status: number | undefined;
  body: unknown;
  headers: Headers | undefined;
}

function answerOf(error: unknown): Answer {
  if (error instanceof RequestError) return error;
  if (error instanceof APIError && error.status !== undefined) {
    const { status, headers } = error;
    // The SDK keeps a body that is no JSON only as the words behind the status.
    const body: unknown = error.error ?? error.message.replace(/^\d+ (?:status code \(no body\))?/, '');
    return { status, body, headers };
  }
  return { status: undefined, body: undefined, headers: undefined };
}

function describeUnanswered(error: unknown): Failure {
  return isNetworkError(error)
    ? {
        title: 'Letta ADE does not answer',
        message: 'The page lost its connection to the Letta ADE process.',
        next: 'Check that it is still running, then try again.',
      }
    : { title: 'Something went wrong', message: wordsOf(error) };
}

function unansweredDetails(error: unknown): FailureDetails {
  const said = isNetworkError(error) ? wordsOf(error) : null;
  return failureDetails(error, { status: undefined, headers: undefined, said });
}

function isNetworkError(error: unknown): boolean {
  return error instanceof APIConnectionError || error instanceof TypeError;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function describeStatus(status: number, sentence: string | null): Failure {
  switch (status) {
    case 401:
      return {
        title: 'The server wants a password or key',
        message: sentence ?? 'It refused the one saved for this connection.',
        next: 'Open Settings → Servers and enter it again.',
      };
    case 404:
      return {
        title: 'Not found on this server',
        message: sentence ?? 'It may have been deleted.',
        next: 'Go back to the list and choose another.',
      };
    case 409:
      return {
        title: 'The server refused: something is in the way',
        message: sentence ?? 'Another change or another turn is going on.',
        ...(/busy|going on|wait/i.test(sentence ?? 'wait') ? { next: 'Wait until it is over, then try again.' } : {}),
      };
    case 412:
      return {
        title: 'It changed meanwhile',
        message: 'Somebody else wrote it since you opened it.',
        next: 'Compare both versions, then save again.',
      };
    case 413:
      return { title: 'Too large', message: sentence ?? 'The server does not take that much at once.' };
    case 422:
      return {
        title: 'The server did not accept the input',
        message: sentence ?? 'A field has a value it does not take.',
      };
    case 503:
      return {
        title: 'The server cannot do this now',
        message: sentence ?? 'It is overloaded, or a part of it is missing.',
        next: 'Try again in a moment.',
      };
    default:
      return status >= 500
        ? {
            title: 'The server failed',
            message: sentence ?? `It answered with status ${status}.`,
            next: 'Try again. If it stays, look at the log of the server.',
          }
        : { title: 'The server refused', message: sentence ?? `It answered with status ${status}.` };
  }
}

function errorField(body: unknown): Record<string, unknown> | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  return typeof body.error === 'object' && body.error !== null ? { ...body.error } : null;
}

/** The ADE's own errors carry a `next` step. */
function ownProblem(body: unknown): { message: string; next?: string } | null {
  const error = errorField(body);
  if (typeof error?.['message'] !== 'string' || typeof error['next'] !== 'string') return null;
  return { message: error['message'], next: error['next'] };
}

function providerProblem(body: unknown): Failure | null {
  const error = errorField(body);
  const type = String(error?.['type'] ?? '');
  return type.startsWith('llm_') ? describeProviderError(type, String(error?.['message'] ?? '')) : null;
}

const PROVIDER_ERRORS: Record<string, [title: string, next: string]> = {
  llm_timeout: ['The model did not answer in time', 'Send again, or choose a faster model.'],
  llm_rate_limit: ['The model provider is limiting requests', 'Wait a minute, then send again.'],
  llm_authentication: [
    'The model provider refused the key',
    'Check the provider key on the server. Your login is not the problem.',
  ],
  llm_insufficient_credits: [
    'The model provider wants to be paid',
    'Add credit to the account there, or choose another model.',
  ],
  llm_empty_response: ['The model answered nothing', 'Send again, or choose another model.'],
  stream_incomplete: ['The stream broke off', 'Look at the history: the turn may have gone on.'],
};

/** A failure that came over a stream, by the error type that Letta gives it and its words. */
export function describeStreamError(type: string, message: string, detail: string): Failure {
  const details = detail ? { details: sayAnswer(detail) } : {};
  const conflict = conflictOf(`${message} ${detail}`);
  if (conflict) return { ...describeConflict(conflict), ...details, conflict };
  return { ...(CONTEXT_IS_FULL.test(detail) ? FULL_CONTEXT : describeProviderError(type, message)), ...details };
}

/** The original calls it an internal error; only the detail tells. */
const CONTEXT_IS_FULL = /CONTEXT_WINDOW_EXCEEDED|context window exceeded|maximum context length/i;
const FULL_CONTEXT = {
  title: 'The context window is full',
  message: 'The system prompt, memory, tools and messages together are more than the model takes.',
  next: 'Compact the conversation, shorten what it holds, or choose a model with a larger window. Then send again.',
};

/** A provider's failure, by the error type that Letta gives it. */
function describeProviderError(type: string, message: string): Failure {
  const [title, next] = PROVIDER_ERRORS[type] ?? [
    'The turn failed',
    'Your message is kept. Send it again when the cause is gone.',
  ];
  return { title, message, next };
}

/** A `detail` that is a sentence. Reprs of Python objects and SQL are for the details only. */
function sentenceOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('detail' in body)) return null;
  const { detail } = body;
  if (Array.isArray(detail)) return fieldsSentence(detail);
  if (typeof detail === 'object' && detail !== null && 'message' in detail) return String(detail.message);
  if (typeof detail !== 'string' || /^\[\{|sqlalchemy|actor=|\['/.test(detail)) return null;
  return detail.replace(/^[A-Z_]+: /, '');
}

const MOST_FIELDS = 3;

/** Which fields do not fit, and why: `name: String should have at most 120 characters`. */
function fieldsSentence(problems: unknown[]): string | null {
  const words = problems.slice(0, MOST_FIELDS).flatMap((problem) => {
    const { loc, msg } = (problem ?? {}) as { loc?: unknown; msg?: unknown };
    if (typeof msg !== 'string') return [];
    const place = Array.isArray(loc) ? loc.filter((part) => part !== 'body' && part !== 'query').join('.') : '';
    return [`${place ? `${place}: ` : ''}${msg.replace(/^Value error, /, '')}`];
  });
  const rest = problems.length - MOST_FIELDS;
  return words.length > 0 ? `${words.join('. ')}${rest > 0 ? `, and ${rest} more` : ''}` : null;
}

/** The sentence about one form field, where the ADE's own error names it. */
export function problemField(error: unknown, field: string): string | undefined {
  const problem = errorField(answerOf(error).body);
  if (problem?.['field'] !== field) return undefined;
  const suggestion = typeof problem['suggestion'] === 'string' ? ` Did you mean ${problem['suggestion']}?` : '';
  return `${String(problem['message'])} ${String(problem['next'] ?? '')}${suggestion}`.trim();
}
