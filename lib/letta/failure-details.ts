import { asCode, type CodeCall } from '#lib/as-code.ts';
import { hideCredentials } from '#lib/hide-credentials.ts';
import { hideTexts, secretsIn, withoutSecrets, withPlaceholders } from './hide-secrets.ts';
import { SDK_VERSION } from './sdk-version.ts';
import { requestBehind, type SentRequest } from './sent-request.ts';

/** What a failed call was and what came back. */
export interface FailedCall {
  /** Undefined where nothing was answered. */
  status: number | undefined;
  headers: Headers | undefined;
  /** The body of the answer, else the words of what was thrown. */
  said: unknown;
}

/** For a fold-out: the call and its answer as text, and the same call as a shell command. Neither holds a secret. */
export interface FailureDetails {
  details?: string;
  /** Absent for calls that no Letta server knows. */
  curl?: string;
}

const LONGEST_ID = 200;
const LONGEST_SAID = 2 * 1024;

/** Tells of a failed call: method and path, status, the id that the server gave the request, and the first 2 KB of its answer. */
export function failureDetails(error: unknown, { status, headers, said }: FailedCall): FailureDetails {
  const request = requestBehind(error);
  const id = headers?.get('x-request-id')?.slice(0, LONGEST_ID);
  const facts = [
    request ? `${request.method} ${hideCredentials(ownPath(request) ?? request.path)}` : '',
    request && status !== undefined ? `Status ${status}` : '',
    id ? `Request id ${id}` : '',
  ].filter(Boolean);
  const words = sayAnswer(said, secretsOf(request));
  const details = [facts.join('\n'), words].filter(Boolean).join('\n\n');
  const curl = request ? asCurl(request) : undefined;
  return { ...(details ? { details } : {}), ...(curl ? { curl } : {}) };
}

/** A sentence about a failed call without the secrets that the call had sent. */
export function withoutSentSecrets(error: unknown, sentence: string): string {
  return hideTexts(sentence, secretsOf(requestBehind(error)));
}

/** An answer as text: without secrets, and no longer than 2 KB. */
export function sayAnswer(said: unknown, secrets: readonly string[] = []): string {
  if (said === undefined || said === null) return '';
  const shown = withoutSecrets(said, secrets);
  const text = typeof shown === 'string' ? shown : JSON.stringify(shown, null, 2);
  const rest = text.length - LONGEST_SAID;
  return rest > 0 ? `${text.slice(0, LONGEST_SAID)}… and ${rest.toLocaleString('en')} more characters` : text;
}

function secretsOf(request: SentRequest | undefined): string[] {
  return request ? secretsIn(parsed(request.body)) : [];
}

const LETTA_PATH = /^\/api\/servers\/[^/]+(?<path>\/v1\/.*)$/;

/** The path as the Letta server knows it. */
function ownPath({ path }: SentRequest): string | undefined {
  return LETTA_PATH.exec(path)?.groups?.['path'];
}

const METHODS: readonly string[] = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] satisfies CodeCall['method'][];

function asCurl(request: SentRequest): string | undefined {
  const path = ownPath(request);
  if (path === undefined || !METHODS.includes(request.method)) return undefined;
  return asCode(
    {
      method: request.method as CodeCall['method'],
      path: hideCredentials(path),
      headers: {
        'X-Stainless-Package-Version': SDK_VERSION,
        ...(request.ifMatch === null ? {} : { 'If-Match': request.ifMatch }),
      },
      ...(request.body === undefined ? {} : { body: bodyToShow(request.body) }),
    },
    'curl',
  );
}

const LARGEST_BODY = 16 * 1024;
const LONGEST_TEXT = 1024;
/** Above this, the body is not even looked into. */
const LARGEST_READ = 1024 * 1024;

/** A body without secrets. Of a large one the long texts are left out, such as images; then, if need be, all of it. */
function bodyToShow(body: unknown): unknown {
  if (typeof body !== 'string')
    return body instanceof FormData ? `<a form: ${[...body.keys()].join(', ')}>` : '<a file>';
  if (body.length > LARGEST_READ) return leftOut(body);
  const shown = withPlaceholders(parsed(body));
  if (JSON.stringify(shown).length <= LARGEST_BODY) return shown;
  const short = withoutLongTexts(shown);
  return JSON.stringify(short).length <= LARGEST_BODY ? short : leftOut(body);
}

function withoutLongTexts(value: unknown): unknown {
  const text = JSON.stringify(value, (_name, each: unknown) =>
    typeof each === 'string' && each.length > LONGEST_TEXT ? leftOut(each) : each,
  );
  return JSON.parse(text);
}

function leftOut(text: string): string {
  return `<${text.length.toLocaleString('en')} characters, left out>`;
}

function parsed(body: unknown): unknown {
  if (typeof body !== 'string' || body.length > LARGEST_READ) return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
