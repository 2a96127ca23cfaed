import { adeFetch } from './ade-session.ts';
import { ADE_HEADERS } from './create-letta-client.ts';
import { RequestError } from './describe-failure.ts';

/** A JSON call to the ADE's own origin. Throws RequestError with the status and body of a refusal. */
export async function requestJson<T>(
  path: string,
  init: { method?: string; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<T> {
  const response = await adeFetch(path, {
    method: init.method ?? 'GET',
    headers: {
      ...ADE_HEADERS,
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...init.headers,
    },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    ...(init.signal ? { signal: init.signal } : {}),
  });
  if (!response.ok) throw await refusalOf(response);
  return (await readBody(response)) as T;
}

/** The refusal that an answer is, with its body. */
export async function refusalOf(response: Response): Promise<RequestError> {
  return new RequestError(response.status, await readBody(response), response.headers);
}

/** The body as JSON where it is JSON, else as text. */
export async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}
