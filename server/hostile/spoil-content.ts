import { type Head, JSON_TYPE, type Spoiled } from './hostile-head.ts';
import type { ProcessRoute } from './process-routes.ts';

/** Calls without the header that no form can send. */
export function apiHeaders({ headers }: Head): Spoiled[] {
  const rest = headers.filter((line) => !line.startsWith('X-ADE'));
  const values = ['0', '', '01', '1.0', 'true', '1, 1'].map(
    (value): Spoiled => [`X-ADE ${value}`, 403, { headers: [...rest, `X-ADE: ${value}`] }],
  );
  return [
    ['no X-ADE', 403, { headers: rest }],
    ['X-ADE twice', 403, { headers: [...rest, 'X-ADE: 1', 'X-ADE: 1'] }],
    ['X-ADE with an underscore', 403, { headers: [...rest, 'X_ADE: 1'] }],
    ['X-ADE in the address', 403, { headers: [...rest, 'X-HTTP-Headers: X-ADE=1'] }],
    ...values,
  ];
}

/** What a form, a beacon or a `no-cors` fetch of another site can send, first without the header, then with it. */
export function bodies({ headers }: Head, { path }: ProcessRoute): Spoiled[] {
  const bare = headers.filter((line) => !/^(?:X-ADE|Content-)/.test(line));
  const isUpload = /\/(?:agents\/import|(?:folders|sources)\/[^/]+\/upload)\/?$/.test(path);
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain; application/json',
  ];
  const sent = (type: string) => [`Content-Type: ${type}`, 'Content-Length: 2'];
  const body = '{}';
  return [
    ...types.map((type): Spoiled => [`${type} of a form`, 403, { headers: [...bare, ...sent(type)], body }]),
    ['a body of no type, of a beacon', 403, { headers: [...bare, 'Content-Length: 2'], body }],
    ...types
      .filter((type) => !(isUpload && type.startsWith('multipart')))
      .map(
        (type): Spoiled => [`${type} with the header`, 415, { headers: [...bare, 'X-ADE: 1', ...sent(type)], body }],
      ),
    ['a body of no type', 415, { headers: [...bare, 'X-ADE: 1', 'Content-Length: 2'], body }],
    ['a body of two types', 415, { headers: [...bare, 'X-ADE: 1', JSON_TYPE, ...sent('text/plain')], body }],
    [
      'chunks of no type',
      415,
      { headers: [...bare, 'X-ADE: 1', 'Transfer-Encoding: chunked'], body: '2\r\n{}\r\n0\r\n\r\n' },
    ],
  ];
}

/** Methods that are not offered. */
export function methods({ headers }: Head, { kind }: ProcessRoute): Spoiled[] {
  const bare = headers.filter((line) => !line.startsWith('Content-'));
  const change = (method: string, statuses: number | readonly number[]): Spoiled => [
    method,
    statuses,
    { method, headers: bare, body: '' },
  ];
  const preflight = [
    'Origin: http://evil.test',
    'Access-Control-Request-Method: POST',
    'Access-Control-Request-Headers: x-ade',
  ];
  return [
    ['a preflight', 403, { method: 'OPTIONS', headers: preflight, body: '' }],
    ...['OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'SEARCH', 'LINK'].map((method) => change(method, 405)),
    ...['FOO', 'get', 'G ET', ''].map((method) => change(method, 400)),
    change('CONNECT', 0),
    ...(kind === 'api' ? [] : ['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => change(method, 405))),
  ];
}

/** Requests of which two readers could make different ones. */
export function framings({ headers, host }: Head): Spoiled[] {
  const bare = headers.filter((line) => !line.startsWith('Content-'));
  const add = (name: string, statuses: number | readonly number[], lines: string[], body = ''): Spoiled => [
    name,
    statuses,
    { headers: [...bare, ...lines], body },
  ];
  const smuggled = '0\r\n\r\nGET /api/servers HTTP/1.1\r\nHost: localhost:PORT\r\nX-ADE: 1\r\n\r\n';
  return [
    add('a length and chunks', 400, ['Content-Length: 4', 'Transfer-Encoding: chunked'], smuggled),
    add('two lengths', 400, ['Content-Length: 0', 'Content-Length: 44'], smuggled),
    add('a length that is none', 400, ['Content-Length: +2'], '{}'),
    add('chunks that are not the last coding', 400, ['Transfer-Encoding: chunked, identity'], smuggled),
    add('a space before the colon', 400, ['X-ADE : 1']),
    add('a line that goes on', [400, 421], [' folded: 1'].concat('Origin: http://evil.test')),
    add('a bare line feed', 400, ['X-A: 1\nX-B: 2\rX-C: 3']),
    add('a NUL', 400, ['X-A: \0']),
    add('a header without a name', 400, [': 1']),
    add('headers of 40 KB', 431, [`X-A: ${'x'.repeat(40_000)}`]),
    ['a line before the Host', 400, { host: [' x', ...host] }],
  ];
}

/** Other protocols. */
export function upgrades({ headers }: Head): Spoiled[] {
  const bare = headers.filter((line) => !line.startsWith('Content-'));
  const socket = ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='];
  const add = (name: string, protocol: string, more: string[] = [], change: Partial<Head> = {}): Spoiled => [
    name,
    0,
    { method: 'GET', body: '', headers: [...bare, 'Connection: Upgrade', `Upgrade: ${protocol}`, ...more], ...change },
  ];
  return [
    add('a WebSocket of our own page', 'websocket', [...socket, 'Origin: http://localhost:PORT']),
    add('a WebSocket of another site', 'websocket', [...socket, 'Origin: http://evil.test']),
    add('a WebSocket of the development server', 'websocket', socket, { target: '/_next/hmr' }),
    add('a WebSocket in absolute form', 'websocket', socket, { target: 'http://169.254.169.254/' }),
    add('HTTP/2', 'h2c', ['HTTP2-Settings: AAMAAABkAAQAAP__']),
    add('TLS', 'TLS/1.0'),
  ];
}

/** What has opened frameworks before, from a place that must not ask at all. */
export function frameworks({ headers, target }: Head, { kind }: ProcessRoute): Spoiled[] {
  const from = ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors'];
  const bare = headers.filter((line) => !line.startsWith('Content-'));
  const add = (name: string, lines: string[], change: Partial<Head> = {}): Spoiled => [
    name,
    403,
    { headers: [...bare, ...lines, ...from], body: '', ...change },
  ];
  const action = ['Next-Action: 7f00', 'Content-Type: multipart/form-data; boundary=x', 'Content-Length: 0'];
  return [
    add('a middleware bypass', ['x-middleware-subrequest: src/middleware:src/middleware:src/middleware']),
    add('a middleware bypass by depth', [
      'x-middleware-subrequest: middleware:middleware:middleware:middleware:middleware',
    ]),
    add('a rewrite', ['x-middleware-rewrite: http://169.254.169.254/', 'x-nextjs-rewrite: /api/servers']),
    add('a matched path', ['x-matched-path: /api/servers', 'x-invoke-path: /api/servers']),
    add('a page as data', ['RSC: 1', 'Next-Router-State-Tree: %5B%22%22%5D']),
    add('a segment', ['RSC: 1', 'Next-Router-Prefetch: 1', 'Next-Router-Segment-Prefetch: /_tree']),
    add('_rsc', [], { target: `${target.split('?')[0]}?_rsc=abc` }),
    add('.rsc', [], { target: '/settings.rsc' }),
    add('segments', [], { target: '/settings.segments/_tree.segment.rsc' }),
    add('data of a page', [], { target: '/_next/data/build/index.json' }),
    add('an image from elsewhere', [], { target: '/_next/image?url=http%3A%2F%2F169.254.169.254%2F&w=64&q=75' }),
    add('the development server', [], { target: '/_next/mcp' }),
    add('a nonce', ['x-nonce: evil', "Content-Security-Policy: script-src 'nonce-evil'"]),
    ...(kind === 'api'
      ? []
      : [['an action', 405, { method: 'POST', headers: [...bare, ...action] }] satisfies Spoiled]),
  ];
}
