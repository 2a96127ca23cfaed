import { type Head, HOST, isLoginReturn, JSON_TYPE, type Spoiled } from './hostile-head.ts';
import type { ProcessRoute } from './process-routes.ts';
import { apiHeaders, bodies, frameworks, framings, methods, upgrades } from './spoil-content.ts';
import { disguises, hosts, origins, sites, targets } from './spoil-place.ts';

/** A way to ask for a route that must not get through, and what may be answered: 0 is a closed connection. */
export interface HostileShape {
  name: string;
  statuses: readonly number[];
  /** The request; `PORT` stands for the port. */
  bytes: string;
}

const WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** The request as our own page makes it; `session` is a cookie. */
export function honestRequest(route: ProcessRoute, session?: string): string {
  return toBytes(honestHead(route, session));
}

/** The ways to be hostile to a route, by kind of attack. With `session`, the browser has added the cookie. */
export function hostileShapes(route: ProcessRoute, session?: string): Record<string, HostileShape[]> {
  const honest = honestHead(route, session);
  const groups = {
    host: hosts(),
    origin: origins(honest),
    site: sites(honest, route),
    header: route.kind === 'api' && !isLoginReturn(route) ? apiHeaders(honest) : [],
    body: route.kind === 'api' && WITH_BODY.has(route.method) && !isLoginReturn(route) ? bodies(honest, route) : [],
    method: methods(honest, route),
    target: targets(honest),
    disguise: route.kind === 'api' && !isLoginReturn(route) ? disguises(honest) : [],
    framing: framings(honest),
    upgrade: upgrades(honest),
    framework: frameworks(honest, route),
  };
  return Object.fromEntries(
    Object.entries(groups).map(([group, shapes]) => [group, shapes.map(toShape(group, honest))]),
  );
}

/** Requests that are honest but for the session, where there is a password. */
export function strangerShapes(route: ProcessRoute): HostileShape[] {
  const honest = honestHead(route);
  const add = (name: string, ...headers: string[]): Spoiled => [
    name,
    [401, 303],
    { headers: [...honest.headers, ...headers] },
  ];
  const shapes: Spoiled[] = [
    add('no cookie'),
    add('an empty cookie', 'Cookie: letta-ade-PORT='),
    add('a guessed cookie', 'Cookie: letta-ade-PORT=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
    add('a cookie of another port', 'Cookie: letta-ade-1=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
    add('the password as a bearer token', 'Authorization: Bearer correct horse battery'),
    add('the password as Letta takes it', 'X-BARE-PASSWORD: password correct horse battery'),
    add('a header only the gate sets', 'x-ade-session: 1'),
    add('a page asked for as data', 'RSC: 1', 'Next-Router-Prefetch: 1'),
    add('a middleware bypass', 'x-middleware-subrequest: middleware:middleware:middleware:middleware:middleware'),
    add('an address from a proxy', 'X-Forwarded-For: 127.0.0.1', 'X-Real-IP: 127.0.0.1'),
    add('another address for the router', 'x-original-url: /login', 'x-rewrite-url: /login', 'x-matched-path: /login'),
    add('a person', 'Accept: text/html'),
  ];
  return shapes.map(toShape('session', honest));
}

function honestHead(route: ProcessRoute, session?: string): Head {
  const body = WITH_BODY.has(route.method) && route.method !== 'DELETE' ? '{}' : '';
  const headers = [
    ...(route.kind === 'api' ? ['X-ADE: 1'] : []),
    ...(body ? [JSON_TYPE, `Content-Length: ${body.length}`] : []),
    ...(session === undefined ? [] : [`Cookie: ${session}`]),
  ];
  return { method: route.method, target: route.path, host: [HOST], headers, body };
}

function toBytes({ method, target, host, headers, body }: Head): string {
  return [`${method} ${target} HTTP/1.1`, ...host, ...headers, 'Connection: close', '', body].join('\r\n');
}

function toShape(group: string, honest: Head) {
  return ([name, statuses, change]: Spoiled): HostileShape => ({
    name: `${group}: ${name}`,
    statuses: typeof statuses === 'number' ? [statuses] : statuses,
    bytes: toBytes({ ...honest, ...change }),
  });
}
