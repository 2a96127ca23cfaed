import type { z } from 'zod';
import { ProviderFailure } from './model-errors.ts';

/** How long a provider may take to list its models, all requests of one list together. */
export const LIST_TIMEOUT_MS = 5_000;

const LONGEST_EXCERPT = 500;

/**
 * One request of a model list, its JSON answer checked. Throws `ProviderFailure` with what was answered instead, and
 * whatever `fetch` throws when nothing was.
 */
export async function listJson<T>(request: {
  url: string;
  schema: z.ZodType<T>;
  signal: AbortSignal;
  headers?: Record<string, string>;
  body?: unknown;
}): Promise<T> {
  const { url, schema, signal, headers = {}, body } = request;
  const response = await fetch(url, {
    // A key must not follow a redirect to another host.
    redirect: 'manual',
    signal,
    headers: { accept: 'application/json', ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new ProviderFailure({ status: response.status, message: `${response.status} ${messageOf(text)}` });
  }
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new ProviderFailure({ message: `The answer of ${new URL(url).pathname} is not a list of models.` });
}

function messageOf(text: string): string {
  const body = parseJson(text);
  const error = typeof body === 'object' && body !== null ? Reflect.get(body, 'error') : undefined;
  const message = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : error;
  return (typeof message === 'string' ? message : text).slice(0, LONGEST_EXCERPT);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
