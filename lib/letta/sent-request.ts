/** A request of the page, as far as it is needed to tell of it and to repeat it. */
export interface SentRequest {
  method: string;
  /** Path and query at our own origin. */
  path: string;
  /** The version it wrote over; null where it named none. */
  ifMatch: string | null;
  body: unknown;
}

/** By what the request came to: the headers of its answer, or what was thrown. Nothing is kept longer than those. */
const requests = new WeakMap<object, SentRequest>();

/** Notes the request behind the headers of an answer or behind a thrown value, so that whoever describes it can tell. */
export function rememberRequest(outcome: unknown, input: RequestInfo | URL, init: RequestInit = {}): void {
  if (typeof outcome !== 'object' || outcome === null) return;
  const isRequest = input instanceof Request;
  const { pathname, search } = new URL(isRequest ? input.url : input, 'http://ade');
  requests.set(outcome, {
    method: (init.method ?? (isRequest ? input.method : 'GET')).toUpperCase(),
    path: pathname + search,
    ifMatch: new Headers(init.headers ?? (isRequest ? input.headers : undefined)).get('if-match'),
    body: init.body ?? undefined,
  });
}

/** The request behind a thrown value of ours, of the SDK or of `fetch`, where one is known. */
export function requestBehind(error: unknown): SentRequest | undefined {
  if (!(error instanceof Error)) return undefined;
  const { headers, cause } = error as { headers?: unknown; cause?: unknown };
  return [error, headers, cause].map(lookUp).find((request) => request !== undefined);
}

function lookUp(outcome: unknown): SentRequest | undefined {
  return typeof outcome === 'object' && outcome !== null ? requests.get(outcome) : undefined;
}
