const LONGEST_WAIT_MS = 30_000;

/**
 * `fetch` for the providers' SDKs. They wait as long as `Retry-After` says, an hour if need be; here it says 30 s at
 * most. A redirect is an answer like any other, and a failure: a key must not follow one to another host.
 */
export async function cappedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  return withCappedWait(await fetch(input, { ...init, redirect: 'manual' }));
}

/** The response, asking for no more than 30 s of patience. */
export function withCappedWait(response: Response): Response {
  const wait = waitOf(response.headers);
  if (wait === null || wait <= LONGEST_WAIT_MS) return response;
  const headers = new Headers(response.headers);
  headers.delete('retry-after');
  headers.set('retry-after-ms', String(LONGEST_WAIT_MS));
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

function waitOf(headers: Headers): number | null {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (!Number.isNaN(milliseconds)) return milliseconds;
  const after = headers.get('retry-after');
  if (after === null) return null;
  const seconds = Number.parseFloat(after);
  return Number.isNaN(seconds) ? Date.parse(after) - Date.now() : seconds * 1000;
}
