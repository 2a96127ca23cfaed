import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Area } from './judge-request.ts';
import { LOGIN_CSP } from './login/login-page.ts';

export interface HeaderPlan {
  area: Area | 'refusal';
  nonce: string;
  isDev: boolean;
  /** The Host header the request came with, already found in the list. */
  host: string;
  /** Whether a person has logged in to see this. */
  hasSession: boolean;
}

const ALWAYS: readonly (readonly [string, string])[] = [
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()'],
];

const NOTHING_CSP = "default-src 'none'; sandbox";

/** What Next needs to see of a request. Everything else, cookies and its internal headers first of all, is dropped. */
const NEXT_SEES = new Set([
  ...['host', 'connection', 'accept', 'accept-encoding', 'accept-language', 'user-agent', 'cache-control', 'pragma'],
  ...['if-none-match', 'if-modified-since', 'if-range', 'range', 'purpose', 'sec-purpose'],
  ...['sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest', 'sec-fetch-user'],
  ...['rsc', 'next-url', 'next-router-state-tree', 'next-router-prefetch', 'next-router-segment-prefetch'],
]);
const NEXT_SEES_IN_DEV = new Set([
  ...['origin', 'cookie', 'content-type', 'content-length', 'transfer-encoding'],
  ...['next-hmr-refresh', 'x-nextjs-request-id', 'x-nextjs-html-request-id'],
]);

/** The content security policy of a page. Next takes the nonce of its scripts from it. */
function pageCsp({ nonce, isDev, host }: Pick<HeaderPlan, 'nonce' | 'isDev' | 'host'>): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ''}`,
    // Monaco draws with inline styles; no style can load anything from elsewhere.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self'${isDev ? ` ws://${host}` : ''}`,
    "worker-src 'self'",
    "media-src 'self' blob:",
    "frame-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    'report-uri /api/csp',
  ].join('; ');
}

/** Reduces a request for Next to what it needs and gives it our nonce and policy in place of any the client sent. */
export function prepareForNext(incoming: IncomingMessage, plan: HeaderPlan): void {
  const kept: string[] = [];
  for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
    const name = incoming.rawHeaders[index] ?? '';
    const isSeen = NEXT_SEES.has(name.toLowerCase()) || (plan.isDev && NEXT_SEES_IN_DEV.has(name.toLowerCase()));
    if (isSeen) kept.push(name, incoming.rawHeaders[index + 1] ?? '');
  }
  const own = {
    'x-nonce': plan.nonce,
    'content-security-policy': pageCsp(plan),
    ...(plan.hasSession ? { 'x-ade-session': '1' } : {}),
  };
  kept.push(...Object.entries(own).flat());
  for (const name of Object.keys(incoming.headers)) {
    if (!NEXT_SEES.has(name) && !(plan.isDev && NEXT_SEES_IN_DEV.has(name))) delete incoming.headers[name];
  }
  Object.assign(incoming.headers, own);
  incoming.rawHeaders.splice(0, incoming.rawHeaders.length, ...kept);
}

/** Makes the security headers part of the answer, whoever writes it: they are set last, when its head is written. */
export function enforceHeaders(outgoing: ServerResponse, plan: HeaderPlan): void {
  const writeHead = outgoing.writeHead.bind(outgoing);
  outgoing.writeHead = (status: number, ...rest: unknown[]) => {
    for (const [name, value] of givenHeaders(rest)) outgoing.setHeader(name, value);
    for (const name of outgoing.getHeaderNames()) {
      if (name.startsWith('access-control-') || name === 'x-powered-by') outgoing.removeHeader(name);
    }
    for (const [name, value] of [...ALWAYS, ...headersFor(outgoing, plan)]) outgoing.setHeader(name, value);
    return writeHead(status);
  };
}

function headersFor(outgoing: ServerResponse, plan: HeaderPlan): (readonly [string, string])[] {
  switch (plan.area) {
    case 'page':
      return [
        ['content-security-policy', pageCsp(plan)],
        // On the way back a browser takes what it kept without asking, also after a logout.
        ['cache-control', plan.hasSession ? 'private, no-store' : 'private, no-cache'],
      ];
    case 'asset':
      // A worker runs under the policy its own file came with; a cached file must not carry a nonce.
      return [['content-security-policy', assetCsp(plan.isDev)]];
    case 'login':
      return [
        ['content-security-policy', LOGIN_CSP],
        ['cache-control', 'no-store'],
        // With `no-referrer` a browser posts a form with the origin `null`.
        ['referrer-policy', 'same-origin'],
      ];
    case 'api':
    case 'csp-report':
    case 'logout':
    case 'refusal': {
      const isStream = String(outgoing.getHeader('cache-control')).includes('no-transform');
      return [
        ['content-security-policy', NOTHING_CSP],
        ['cache-control', isStream ? 'no-store, no-cache, no-transform' : 'no-store'],
      ];
    }
  }
}

function assetCsp(isDev: boolean): string {
  return `default-src 'none'; script-src 'self'${isDev ? " 'unsafe-eval'" : ''}; connect-src 'self'; frame-ancestors 'none'`;
}

/** The headers among the arguments of `writeHead`: an object, a flat list or a list of pairs. */
function givenHeaders(rest: readonly unknown[]): [string, string | string[]][] {
  const given = rest.find((value) => typeof value === 'object' && value !== null);
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) return Object.entries(given).filter(([, value]) => value !== undefined);
  const flat: unknown[] = given.flat();
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[String(name), String(flat[index + 1])]] : []));
}
