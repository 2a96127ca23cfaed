import { SDK_VERSION } from '#lib/letta/sdk-version.ts';

const PASSED_HEADERS = ['if-match', 'if-none-match'] as const;
const FORBIDDEN_CODES = /%(?:2f|5c|0d|0a|00|2e)|[\\\r\n]/i;

/** Who we are to a server: what a saved connection adds to each call. */
export interface UpstreamAccess {
  key?: string | undefined;
  /** `password` sends the key in the header of older servers, `X-BARE-PASSWORD`. */
  keyHeader?: 'password' | undefined;
  project?: string | undefined;
  actingUser?: string | undefined;
}

/**
 * The address to call for a request whose path starts at `/v1/`, or undefined when the path would leave
 * `<base>/v1/` or hides a separator in % codes.
 */
export function upstreamUrl(base: string, requestUrl: string): URL | undefined {
  const { pathname, search } = new URL(requestUrl);
  if (!pathname.startsWith('/v1/') || FORBIDDEN_CODES.test(pathname)) return undefined;
  const root = new URL(`${base}/v1/`);
  const target = URL.parse(`${base}${pathname}${search}`);
  if (!target || target.origin !== root.origin || !target.pathname.startsWith(root.pathname)) return undefined;
  return target;
}

/** The headers of the outgoing call, made from scratch: nothing of the browser's passes but a short list. */
export function upstreamHeaders(incoming: Headers, access: UpstreamAccess): Record<string, string> {
  const headers: Record<string, string> = {
    accept: incoming.get('accept') ?? 'application/json',
    'accept-encoding': 'identity',
    'user-agent': 'letta-ade',
    'x-stainless-package-version': SDK_VERSION,
  };
  const contentType = incoming.get('content-type');
  if (contentType) headers['content-type'] = contentType;
  for (const name of PASSED_HEADERS) {
    const value = incoming.get(name);
    if (value !== null) headers[name] = value;
  }
  return { ...headers, ...accessHeaders(access) };
}

function accessHeaders({ key, keyHeader, project, actingUser }: UpstreamAccess): Record<string, string> {
  const headers: Record<string, string> = {};
  if (key && keyHeader === 'password') headers['x-bare-password'] = `password ${key}`;
  else if (key) headers.authorization = `Bearer ${key}`;
  if (project) headers['x-project'] = project;
  if (actingUser) headers.user_id = actingUser;
  return headers;
}

/** True for a text an HTTP header can carry: latin-1 without control characters. */
export function isHeaderSafe(text: string): boolean {
  return /^[\x20-\x7e\xa0-\xff]*$/.test(text);
}
