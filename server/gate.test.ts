import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGate, type Gate } from './gate.ts';
import { createPolicy, judgeRequest, judgeUpgrade } from './judge-request.ts';
import { createLog } from './log.ts';

const lines: string[] = [];
const keep = (text: string) => void lines.push(text);
const log = createLog(keep, keep);

let server: Server;
let gate: Gate;
let port = 0;
const reached: IncomingMessage[] = [];

/** Stands in for Next or the API: counts and answers with headers that must not survive. */
async function standIn(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  reached.push(incoming);
  outgoing.setHeader('x-powered-by', 'someone');
  outgoing.setHeader('content-security-policy', 'default-src *');
  outgoing.writeHead(200, {
    'access-control-allow-origin': '*',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  outgoing.end('reached');
}

beforeAll(async () => {
  server = createServer({ requireHostHeader: false }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  const policy = createPolicy({ host: '127.0.0.1', port, allowedHosts: [], isDev: false, surface: 'ade' });
  gate = createGate({ policy, api: standIn, pages: standIn, log });
  server.on('request', gate.onRequest).on('upgrade', gate.onUpgrade);
});

afterAll(() => void server.close());

beforeEach(() => {
  reached.length = 0;
  lines.length = 0;
});

/** Sends bytes and reads until the server closes the connection. */
async function send(lines: readonly string[], body = ''): Promise<{ status: number; text: string }> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`${lines.join('\r\n').replaceAll('PORT', String(port))}\r\n\r\n${body}`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return { status: Number(text.split(' ')[1] ?? 0), text };
}

const END = 'Connection: close';
const HOST = 'Host: localhost:PORT';

describe('the hostile shapes', () => {
  const hostile: [name: string, status: number, head: string[], body?: string][] = [
    ['a name that was rebound to this machine', 421, ['GET / HTTP/1.1', 'Host: rebind.test:PORT', END]],
    ['two Host headers', 421, ['GET / HTTP/1.1', HOST, 'Host: evil.test', END]],
    ['no Host header', 421, ['GET / HTTP/1.1', END]],
    ['an absolute-form target', 400, ['GET http://169.254.169.254/latest HTTP/1.1', HOST, END]],
    ['Origin null', 403, ['GET / HTTP/1.1', HOST, 'Origin: null', END]],
    ['the origin of another port', 403, ['GET / HTTP/1.1', HOST, 'Origin: http://localhost:5200', END]],
    ['a request from another port of this machine', 403, ['GET / HTTP/1.1', HOST, 'Sec-Fetch-Site: same-site', END]],
    [
      'a form post without the header',
      403,
      ['POST /api/servers HTTP/1.1', HOST, 'Content-Type: text/plain', 'Content-Length: 2', END],
      '{}',
    ],
    [
      'a middleware bypass',
      403,
      ['GET /api/servers HTTP/1.1', HOST, 'x-middleware-subrequest: src/middleware:middleware', END],
    ],
    [
      'an unauthenticated action post',
      405,
      [
        'POST / HTTP/1.1',
        HOST,
        'Next-Action: abc',
        'Content-Type: multipart/form-data; boundary=x',
        'Content-Length: 0',
        END,
      ],
    ],
    [
      'a WebSocket upgrade',
      0,
      [
        'GET /_next/hmr HTTP/1.1',
        HOST,
        'Origin: http://localhost:PORT',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      ],
    ],
    [
      'an upgrade in absolute form',
      0,
      ['GET http://169.254.169.254/ HTTP/1.1', HOST, 'Connection: Upgrade', 'Upgrade: websocket'],
    ],
    [
      'a preflight',
      403,
      ['OPTIONS /api/servers HTTP/1.1', HOST, 'Origin: https://evil.test', 'Access-Control-Request-Method: POST', END],
    ],
  ];

  test.each(hostile)('%s is refused before Next', async (_name, status, head, body) => {
    const answer = await send(head, body);
    expect(answer.status).toBe(status);
    expect(reached).toHaveLength(0);
    expect(answer.text.toLowerCase()).not.toContain('access-control-');
    if (status === 0) expect(answer.text).toBe('');
  });

  test.each(['/.rsc', '/?_rsc=abc', '/agents.rsc', '/_next/image?url=x'])(
    '%s from another site is refused',
    async (target) => {
      const answer = await send([`GET ${target} HTTP/1.1`, HOST, 'Sec-Fetch-Site: cross-site', END]);
      expect(answer.status).toBe(403);
      expect(reached).toHaveLength(0);
    },
  );
});

describe('header spellings', () => {
  const policy = createPolicy({
    host: '127.0.0.1',
    port: 3000,
    allowedHosts: ['ade.example.com', 'box:8080'],
    isDev: false,
    surface: 'ade',
  });
  const judge = (method: string, target: string, ...rawHeaders: string[]) => {
    const verdict = judgeRequest({ method, target, rawHeaders: ['Host', 'localhost:3000', ...rawHeaders] }, policy);
    return verdict.allow ? verdict.area : verdict.status;
  };
  const judgeHost = (...hosts: string[]) => {
    const rawHeaders = hosts.flatMap((value) => ['hOsT', value]);
    const verdict = judgeRequest({ method: 'GET', target: '/', rawHeaders }, policy);
    return verdict.allow ? 200 : verdict.status;
  };

  test.each([
    ['localhost:3000', 200],
    ['LOCALHOST:3000', 200],
    ['127.0.0.1:3000', 200],
    ['[::1]:3000', 200],
    ['ade.example.com', 200],
    ['ade.example.com:3000', 200],
    ['box:8080', 200],
    ['box', 421],
    ['box:3000', 421],
    ['localhost', 421],
    ['localhost:3001', 421],
    ['localhost.:3000', 421],
    ['localhost:3000.', 421],
    ['localhost:3000.evil.com', 421],
    ['127.0.0.1:3000@evil.com', 421],
    ['evil.com@localhost:3000', 421],
    ['127.1:3000', 421],
    ['0.0.0.0:3000', 421],
    ['[::ffff:127.0.0.1]:3000', 421],
    ['localhost:03000', 421],
    ['', 421],
  ])('Host %j → %i', (host, status) => expect(judgeHost(host)).toBe(status));

  test('the same Host twice is refused', () => expect(judgeHost('localhost:3000', 'localhost:3000')).toBe(421));

  test.each([
    ['http://localhost:3000', 'page'],
    ['https://ade.example.com', 'page'],
    ['http://box:8080', 'page'],
    ['HTTP://LOCALHOST:3000', 403],
    ['https://localhost:3000', 403],
    ['http://localhost', 403],
    ['http://localhost:3000.evil.com', 403],
    ['http://localhost:3000/', 403],
    ['null', 403],
    ['', 403],
  ])('Origin %j → %s', (origin, area) => expect(judge('GET', '/', 'Origin', origin)).toBe(area));

  test.each([
    [['same-origin'], 'page'],
    [['same-site'], 403],
    [['cross-site'], 403],
    [['none'], 403],
    [['Same-Origin'], 403],
    [['same-origin', 'same-origin'], 403],
  ])('Sec-Fetch-Site %j → %s', (sites, area) => {
    expect(judge('GET', '/', ...sites.flatMap((site) => ['Sec-Fetch-Site', site]))).toBe(area);
  });

  test('a typed address is a navigation of our own', () => {
    const typed = ['Sec-Fetch-Site', 'none', 'Sec-Fetch-Mode', 'navigate'];
    expect(judge('GET', '/', ...typed)).toBe('page');
    expect(judge('POST', '/api/servers', ...typed, 'X-ADE', '1')).toBe(403);
  });

  test.each([
    ['/', 'page'],
    ['/servers/embedded/agents/agent-1?tab=1', 'page'],
    ['/_next/static/chunks/a.js', 'asset'],
    ['/_next/static/../data', 'page'],
    ['/apix', 'page'],
    ['', 400],
    ['*', 400],
    ['//evil.com/', 400],
    ['/\\evil.com', 400],
    ['/a%5cb', 'page'],
    ['/a%00b', 400],
    ['/a%0d%0aX: y', 400],
    ['/%zz', 400],
    ['/a#b', 400],
    ['http://localhost:3000/', 400],
    [`/${'a'.repeat(8200)}`, 414],
  ])('the target %j → %s', (target, area) => expect(judge('GET', target)).toBe(area));

  test.each([
    '/api',
    '/api/servers',
    '/API/servers',
    '/%61pi/servers',
    '/x/../api/servers',
    '/x/%2e%2e/api/servers',
    '/./api/servers',
    '/x//../../api',
    '/%5capi/servers',
    '/api%2fservers',
  ])('%s needs the header', (target) => {
    expect(judge('GET', target)).toBe(403);
    expect(judge('GET', target, 'X-ADE', '1')).toBe('api');
    expect(judge('GET', target, 'X-ADE', '1', 'X-ADE', '1')).toBe(403);
    expect(judge('GET', target, 'X-ADE', '0')).toBe(403);
  });

  const upload = '/api/servers/embedded/v1/agents/import';
  const json = '/api/servers';
  test.each([
    [json, 'application/json', 'api'],
    [json, 'application/json; charset=utf-8', 'api'],
    [json, 'text/plain', 415],
    [json, 'text/plain; application/json', 415],
    [json, 'application/x-www-form-urlencoded', 415],
    [json, 'multipart/form-data; boundary=x', 415],
    [upload, 'multipart/form-data; boundary=x', 'api'],
    ['/api/servers/s/v1/folders/source-1/upload', 'multipart/form-data; boundary=x', 'api'],
  ])('a body for %s of %s → %s', (target, type, area) => {
    expect(judge('POST', target, 'X-ADE', '1', 'Content-Length', '2', 'Content-Type', type)).toBe(area);
  });

  test('a body without a type, and a chunked one, are refused; none needs no type', () => {
    expect(judge('POST', json, 'X-ADE', '1', 'Content-Length', '2')).toBe(415);
    expect(judge('DELETE', json, 'X-ADE', '1', 'Transfer-Encoding', 'chunked')).toBe(415);
    expect(judge('POST', json, 'X-ADE', '1', 'Content-Length', '0')).toBe('api');
    expect(judge('DELETE', json, 'X-ADE', '1')).toBe('api');
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])('%s of a page → 405', (method) => {
    expect(judge(method, '/servers')).toBe(405);
  });

  test('the hot-reload socket passes in development only, from our own page', () => {
    const dev = { ...policy, isDev: true };
    const head = (target: string, ...origin: string[]) => ({
      method: 'GET',
      target,
      rawHeaders: ['Host', 'localhost:3000', ...origin.flatMap((value) => ['Origin', value])],
    });
    const own = 'http://localhost:3000';
    expect(judgeUpgrade(head('/_next/hmr?id=1', own), dev)).toBe(true);
    expect(judgeUpgrade(head('/_next/webpack-hmr', own), dev)).toBe(false);
    expect(judgeUpgrade(head('/_next/hmr', own), policy)).toBe(false);
    expect(judgeUpgrade(head('/_next/hmr'), dev)).toBe(false);
    expect(judgeUpgrade(head('/_next/hmr', 'null'), dev)).toBe(false);
    expect(judgeUpgrade(head('/_next/hmr', 'http://evil.test'), dev)).toBe(false);
    expect(judgeUpgrade(head('/_next/hmrx', own), dev)).toBe(false);
    expect(judgeUpgrade(head('/', own), dev)).toBe(false);
    expect(judgeUpgrade(head('http://localhost:3000/_next/hmr', own), dev)).toBe(false);
  });

  describe('the development server', () => {
    const dev = { ...policy, isDev: true };
    const judgeDev = (method: string, target: string, ...rawHeaders: string[]) => {
      const verdict = judgeRequest({ method, target, rawHeaders: ['Host', 'localhost:3000', ...rawHeaders] }, dev);
      return verdict.allow ? verdict.area : verdict.status;
    };
    const strangers = [
      ['Origin', 'null'],
      ['Origin', 'https://evil.test'],
      ['Origin', 'http://localhost:5200'],
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Site', 'same-site'],
      ['Sec-Fetch-Site', 'none', 'Sec-Fetch-Mode', 'no-cors'],
      ['Host', 'rebind.test:3000'],
    ];

    // As Next 16.4.5 has them.
    test.each([
      '/_next/mcp',
      '/_next/hmr',
      '/_next/development/_devMiddlewareManifest.json',
      '/__nextjs_source-map?filename=a',
      '/__nextjs_server_status',
      '/__nextjs_original-stack-frames',
      '/__nextjs_launch-editor?file=a',
      '/__nextjs_attach-nodejs-inspector',
      '/__nextjs_restart_dev',
      '/__nextjs_font/geist-latin.woff2',
      '/__nextjs_disable_dev_indicator',
      '/__nextjs_devtools_config',
    ])('T8 %s is refused to other sites', (target) => {
      for (const stranger of strangers) {
        for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS'])
          expect([method, stranger, judgeDev(method, target, ...stranger)]).not.toContain('page');
      }
      expect(judgeDev('GET', target, 'Sec-Fetch-Site', 'same-origin')).toBe('page');
    });

    test('T8 its tools take a POST of our own page, its MCP endpoint none', () => {
      const own = ['Origin', 'http://localhost:3000', 'Sec-Fetch-Site', 'same-origin'];
      expect(judgeDev('POST', '/__nextjs_original-stack-frames', ...own)).toBe('page');
      expect(judgeDev('POST', '/_next/mcp', ...own)).toBe(405);
    });
  });

  test('the embedded server alone needs no header and serves nothing but its API', () => {
    const letta = { ...policy, surface: 'letta' as const };
    const status = (target: string, ...extra: string[]) => {
      const verdict = judgeRequest({ method: 'GET', target, rawHeaders: ['Host', 'localhost:3000', ...extra] }, letta);
      return verdict.allow ? verdict.area : verdict.status;
    };
    expect(status('/v1/agents/')).toBe('api');
    expect(status('/latest/health/')).toBe('api');
    expect(status('/openapi.json')).toBe('api');
    expect(status('/')).toBe(404);
    expect(status('/v1x')).toBe(404);
    expect(status('/v1/../secret')).toBe(404);
    expect(status('/v1/agents/', 'Origin', 'http://localhost:5173')).toBe(403);
    expect(status('/v1/agents/', 'Sec-Fetch-Site', 'cross-site')).toBe(403);
  });
});

describe('the way back from a login', () => {
  const paths = {
    ade: '/api/servers/embedded/v1/tools/mcp/oauth/callback',
    letta: '/v1/tools/mcp/oauth/callback',
  } as const;
  const judge = (
    surface: 'ade' | 'letta',
    target: string,
    site: string,
    { method = 'GET', mode = 'navigate' } = {},
  ) => {
    const policy = createPolicy({ host: '127.0.0.1', port: 3000, allowedHosts: [], isDev: false, surface });
    const rawHeaders = ['Host', 'localhost:3000', 'Sec-Fetch-Site', site, 'Sec-Fetch-Mode', mode];
    return judgeRequest({ method, target, rawHeaders }, policy).allow;
  };

  test.each(['ade', 'letta'] as const)('%s: another site may lead there, and nowhere else', (surface) => {
    const path = paths[surface];
    expect(judge(surface, `${path}?code=1&state=2`, 'cross-site')).toBe(true);
    expect(judge(surface, path, 'cross-site', { method: 'POST' })).toBe(false);
    expect(judge(surface, path, 'cross-site', { mode: 'no-cors' })).toBe(false);
    for (const other of [`${path}/`, `${path}/x`, path.replace('/mcp/', '/mcp/../'), path.replace('callback', 'x')])
      expect([other, judge(surface, other, 'cross-site')]).toEqual([other, false]);
    expect(judge(surface, paths[surface === 'ade' ? 'letta' : 'ade'], 'cross-site')).toBe(false);
  });
});

describe('what passes', () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers });

  test('the correct calls are answered', async () => {
    expect((await get('/')).status).toBe(200);
    expect((await get('/api/servers', { 'X-ADE': '1' })).status).toBe(200);
    expect(reached).toHaveLength(2);
  });

  test('every answer carries the security headers and no CORS header', async () => {
    for (const [path, headers] of [
      ['/', {}],
      ['/api/servers', { 'x-ade': '1' }],
      ['/api/x', {}],
    ] as const) {
      const answer = await get(path, headers);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(answer.headers.has('x-powered-by')).toBe(false);
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test('caching and policy follow the kind of answer', async () => {
    const page = await get('/');
    expect(page.headers.get('cache-control')).toBe('private, no-cache');
    const asset = await get('/_next/static/a.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-security-policy')).not.toContain('nonce');
    const call = await get('/api/about', { 'x-ade': '1' });
    expect(call.headers.get('cache-control')).toBe('no-store');
    expect(call.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  test('the nonce is ours, fresh, and the same in request and answer', async () => {
    const hostile = { 'x-nonce': 'evil', 'content-security-policy': "script-src 'nonce-evil'" };
    const answers = [await get('/', hostile), await get('/', hostile)];
    const nonces = reached.map((request) => request.headers['x-nonce'] as string);
    expect(new Set(nonces).size).toBe(2);
    for (const [index, nonce] of nonces.entries()) {
      expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
      const policy = answers[index]!.headers.get('content-security-policy');
      expect(policy).toContain(`script-src 'self' 'nonce-${nonce}' 'strict-dynamic';`);
      expect(policy).not.toContain('unsafe-eval');
      expect(reached[index]!.headers['content-security-policy']).toBe(policy);
      expect(reached[index]!.rawHeaders.join()).not.toContain('evil');
    }
  });

  test('Next sees neither cookies nor internal headers', async () => {
    await get('/', {
      cookie: 'a=b',
      'x-middleware-subrequest': 'x',
      'x-nextjs-data': '1',
      'next-action': 'x',
      'x-forwarded-host': 'evil.test',
      'x-matched-path': '/x',
      rsc: '1',
    });
    const { headers, rawHeaders } = reached[0]!;
    const known = [
      'accept',
      'accept-encoding',
      'accept-language',
      'connection',
      'content-security-policy',
      'host',
      'rsc',
      'sec-fetch-mode',
      'user-agent',
      'x-nonce',
    ];
    expect(Object.keys(headers).sort()).toEqual(known);
    expect(
      rawHeaders
        .filter((_, index) => index % 2 === 0)
        .map((name) => name.toLowerCase())
        .sort(),
    ).toEqual(known);
  });
});

describe('content security reports', () => {
  const report = (body: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}/api/csp`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/csp-report', ...headers },
    });

  test('a report is counted and logged as one line without the path of what was blocked', async () => {
    const before = gate.cspReportCount();
    const body = {
      'csp-report': {
        'effective-directive': 'img-src',
        'blocked-uri': 'https://evil.test/?stolen=secret',
        'document-uri': `http://localhost:${port}/servers/a\nforged`,
      },
    };
    expect((await report(JSON.stringify(body))).status).toBe(204);
    const modern = [{ body: { effectiveDirective: 'script-src', blockedURL: 'inline', documentURL: 'x' } }];
    await report(JSON.stringify(modern), { 'content-type': 'application/reports+json' });
    expect(gate.cspReportCount()).toBe(before + 2);
    expect(lines.join('')).toContain('img-src blocked https://evil.test on /servers/a');
    expect(lines.join('')).not.toContain('stolen');
    expect(lines).toHaveLength(2);
    expect(reached).toHaveLength(0);
  });

  test('too large, of the wrong type or from elsewhere it is refused', async () => {
    expect((await report('x'.repeat(17 * 1024))).status).toBe(413);
    expect((await report('{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await report('{}', { origin: 'https://evil.test' })).status).toBe(403);
    expect((await fetch(`http://127.0.0.1:${port}/api/csp`)).status).toBe(405);
  });
});

test('a handler that throws is a 500 without its words, and the server lives', async () => {
  const failing = createGate({
    policy: createPolicy({ host: '127.0.0.1', port, allowedHosts: [], isDev: false, surface: 'ade' }),
    api: standIn,
    pages: () => Promise.reject(new Error('secret words')),
    log,
  });
  const other = createServer(failing.onRequest).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const socket = connect((other.address() as AddressInfo).port, '127.0.0.1');
  socket.write(`GET / HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  expect(text).toMatch(/^HTTP\/1.1 500/);
  expect(text).not.toContain('secret words');
  other.close();
});
