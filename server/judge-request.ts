import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import { namesOf } from './loopback-host.ts';

/** The parts of a request the gate decides on, before anything else has read it. */
export interface RequestHead {
  method: string;
  target: string;
  rawHeaders: readonly string[];
}

/** `ade`: pages and `/api`. `letta`: the embedded server alone, for any Letta client. */
export type Surface = 'ade' | 'letta';

export interface GatePolicy {
  hosts: ReadonlySet<string>;
  origins: ReadonlySet<string>;
  isDev: boolean;
  surface: Surface;
  /** Whether there are `/login` and `/logout`. */
  hasLogin: boolean;
}

export type Area = 'api' | 'csp-report' | 'asset' | 'page' | 'login' | 'logout';

export type Verdict =
  | { allow: true; nonce: string; area: Area }
  | { allow: false; status: number; message: string; next: string };

const LONGEST_TARGET = 8 * 1024;
const API_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);
const REPORT_TYPES = new Set(['application/csp-report', 'application/reports+json']);
const UPLOAD_PATH = /\/(?:agents\/import|(?:folders|sources)\/[^/]+\/upload)\/?$/;
const HMR_PATH = '/_next/hmr';
/** Where a browser comes back to from the login of an MCP server. It proves itself by the state in its query. */
const LOGIN_PATHS: Record<Surface, string> = {
  ade: '/api/servers/embedded/v1/tools/mcp/oauth/callback',
  letta: '/v1/tools/mcp/oauth/callback',
};

/** Decides, from the head of a request alone, whether it may pass, and where it goes. Pure but for the fresh nonce. */
export function judgeRequest(head: RequestHead, policy: GatePolicy): Verdict {
  return refuseCaller(head, policy) ?? judgePath(head, policy);
}

/** Whether an upgrade may pass: only Next's own hot-reload socket, in development, from our own page. */
export function judgeUpgrade(head: RequestHead, policy: GatePolicy): boolean {
  if (!policy.isDev || refuseCaller(head, policy)) return false;
  return headerValues(head, 'origin').length === 1 && pathOf(head.target) === HMR_PATH;
}

/** The exact Host values and Origins of a policy. Names beyond this machine may also be served over https by a proxy. */
export function createPolicy(options: {
  host: string;
  port: number;
  allowedHosts: readonly string[];
  isDev: boolean;
  surface: Surface;
  hasLogin?: boolean;
}): GatePolicy {
  const { host, port, allowedHosts, isDev, surface, hasLogin = false } = options;
  const names = new Set(['localhost', '127.0.0.1', '[::1]', ...namesOf(host)]);
  const near = [...names].flatMap((name) => (port === 80 ? [name, `${name}:80`] : `${name}:${port}`));
  const far = allowedHosts.flatMap((name) => (/:\d+$/.test(name) ? name : [name, `${name}:${port}`]));
  const origins = [
    ...near.map((name) => `http://${name}`),
    ...far.flatMap((name) => [`http://${name}`, `https://${name}`]),
  ];
  return { hosts: new Set([...near, ...far]), origins: new Set(origins), isDev, surface, hasLogin };
}

function refuseCaller(head: RequestHead, { hosts, origins, surface }: GatePolicy): Verdict | undefined {
  const host = headerValues(head, 'host');
  if (host.length !== 1 || !hosts.has(host[0]?.toLowerCase() ?? '')) {
    const [known = 'localhost'] = hosts;
    return refuse(
      421,
      'This address is not served here.',
      `Open http://${known}, or add its name to ADE_ALLOWED_HOSTS.`,
    );
  }
  if (!isPlainTarget(head.target)) return refuse(400, 'The request target is not a plain path.', 'Check the address.');
  if (head.target.length > LONGEST_TARGET) return refuse(414, 'The address is longer than 8 KB.', 'Shorten it.');
  const origin = headerValues(head, 'origin');
  if (origin.length > 1 || (origin.length === 1 && !origins.has(origin[0] ?? ''))) return refuseSite();
  if (!isOwnSite(head) && !isLoginReturn(head, surface)) return refuseSite();
  return undefined;
}

function refuseSite(): Verdict {
  return refuse(403, 'Requests from other sites are refused.', 'Type the address of Letta ADE into the address bar.');
}

/** A link on another site is not ours; a bookmark or a typed address (`none`, a navigation) is. */
function isOwnSite(head: RequestHead): boolean {
  const site = headerValues(head, 'sec-fetch-site');
  if (site.length === 0) return true;
  if (site.length > 1) return false;
  if (site[0] === 'same-origin') return true;
  const isNavigation = head.method === 'GET' && headerValues(head, 'sec-fetch-mode').join() === 'navigate';
  return site[0] === 'none' && isNavigation;
}

/** A navigation that another site began, but to the one address that waits for it. */
function isLoginReturn(head: RequestHead, surface: Surface): boolean {
  return isLoginPath(head, surface) && headerValues(head, 'sec-fetch-mode').join() === 'navigate';
}

function isLoginPath(head: RequestHead, surface: Surface): boolean {
  return head.method === 'GET' && pathOf(head.target) === LOGIN_PATHS[surface];
}

function isPlainTarget(target: string): boolean {
  if (!target.startsWith('/') || target.startsWith('//') || /[\\#\p{Cc}]/u.test(target)) return false;
  const path = normalPath(target);
  return path !== undefined && !/\p{Cc}/u.test(path);
}

function judgePath(head: RequestHead, policy: GatePolicy): Verdict {
  const path = normalPath(head.target) ?? '';
  if (policy.surface === 'letta') return judgeLetta(head, path);
  if (pathOf(head.target) === '/api/csp') return judgeReport(head);
  if (isLoginPath(head, policy.surface)) return allow('api');
  if (policy.hasLogin && pathOf(head.target) === '/login') return judgeLogin(head);
  if (policy.hasLogin && pathOf(head.target) === '/logout') return judgeLogout(head);
  if (path === '/api' || path.startsWith('/api/')) return judgeApi(head);
  const isRead = head.method === 'GET' || head.method === 'HEAD';
  const isDevTool = policy.isDev && head.method === 'POST' && path.startsWith('/__nextjs_');
  if (!isRead && !isDevTool) return refuse(405, 'Pages can only be read.', 'Use GET.');
  return allow(
    path.startsWith('/_next/static/') && pathOf(head.target).startsWith('/_next/static/') ? 'asset' : 'page',
  );
}

function judgeLogin(head: RequestHead): Verdict {
  if (head.method === 'GET' || head.method === 'HEAD') return allow('login');
  if (head.method !== 'POST') return refuse(405, `${head.method} is not supported.`, 'Open /login in the browser.');
  if (contentType(head) === 'application/x-www-form-urlencoded') return allow('login');
  return refuse(415, 'This is not the form of the login page.', 'Open /login in the browser.');
}

function judgeLogout(head: RequestHead): Verdict {
  if (head.method !== 'POST') return refuse(405, 'One can only log out by a POST.', 'Use “Log out” in the settings.');
  const verdict = judgeApi(head);
  return verdict.allow ? allow('logout') : verdict;
}

function judgeApi(head: RequestHead): Verdict {
  if (headerValues(head, 'x-ade').join() !== '1') {
    return refuse(403, 'Calls of the API need the header X-ADE: 1.', 'Open Letta ADE in the browser instead.');
  }
  return judgeBody(head);
}

function judgeLetta(head: RequestHead, path: string): Verdict {
  const isKnown = /^\/(?:v1|latest)(?:\/|$)/.test(path) || path === '/openapi.json';
  return isKnown ? judgeBody(head) : refuse(404, 'There is nothing at this path.', 'The Letta API starts at /v1/.');
}

function judgeBody(head: RequestHead): Verdict {
  if (!API_METHODS.has(head.method)) return refuse(405, `${head.method} is not supported.`, 'Use a method of the API.');
  if (head.method === 'GET' || head.method === 'HEAD' || !hasBody(head)) return allow('api');
  const type = contentType(head);
  const isUpload = type === 'multipart/form-data' && UPLOAD_PATH.test(pathOf(head.target));
  if (type === 'application/json' || isUpload) return allow('api');
  return refuse(415, 'The body is not of a supported type.', 'Send it as application/json.');
}

function judgeReport(head: RequestHead): Verdict {
  if (head.method !== 'POST') return refuse(405, 'Reports can only be posted.', 'Use POST.');
  if (REPORT_TYPES.has(contentType(head) ?? '')) return allow('csp-report');
  return refuse(415, 'This is not a content security policy report.', 'Send application/csp-report.');
}

function hasBody(head: RequestHead): boolean {
  const length = headerValues(head, 'content-length');
  return headerValues(head, 'transfer-encoding').length > 0 || length.some((value) => Number(value) !== 0);
}

function contentType(head: RequestHead): string | undefined {
  const values = headerValues(head, 'content-type');
  return values.length === 1 ? values[0]?.split(';', 1)[0]?.trim().toLowerCase() : undefined;
}

/** The decoded, dot-free, lower-case path that any router behind us could arrive at; undefined for broken % codes. */
function normalPath(target: string): string | undefined {
  try {
    return posix.normalize(decodeURIComponent(pathOf(target)).replaceAll('\\', '/')).toLowerCase();
  } catch {
    return undefined;
  }
}

function pathOf(target: string): string {
  return target.split('?', 1)[0] ?? '';
}

function headerValues({ rawHeaders }: RequestHead, name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

function allow(area: Area): Verdict {
  return { allow: true, nonce: randomBytes(16).toString('base64'), area };
}

function refuse(status: number, message: string, next: string): Verdict {
  return { allow: false, status, message, next };
}
