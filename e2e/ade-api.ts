/** Any: without one, a Letta server takes the caller for an old client and answers differently. */
const SDK_VERSION = '1.12.1';

/** Calls to a running Letta ADE, made as its page makes them. */
export interface AdeApi {
  /** Any request; the caller looks at the answer itself. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** These four fail on any answer that is not a success, with its words. `T` is what the caller expects. */
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  patch<T>(path: string, body?: unknown): Promise<T>;
  delete<T>(path: string): Promise<T>;
}

/** The Letta API of a saved server, as the page reaches it: lettaPath('/agents/') → /api/servers/embedded/v1/agents/ */
export function lettaPath(path: string, serverId = 'embedded'): string {
  return `/api/servers/${encodeURIComponent(serverId)}/v1${path}`;
}

export function createAdeApi(url: string, { cookie }: { cookie?: string } = {}): AdeApi {
  const request = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('X-ADE', '1');
    if (cookie) headers.set('Cookie', cookie);
    headers.set('X-Stainless-Package-Version', SDK_VERSION);
    return fetch(new URL(path, url), { ...init, headers });
  };
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const json =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await request(path, { method, ...json });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} → ${response.status}: ${text.slice(0, 2000)}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  };
  return {
    fetch: request,
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    patch: (path, body) => call('PATCH', path, body),
    delete: (path) => call('DELETE', path),
  };
}
