import { afterEach, describe, expect, test } from 'vitest';
import { openTestGate } from '#server/test-gate.ts';
import { LOGIN_CSP } from './login-page.ts';

const PASSWORD = 'correct horse battery';
const HTML = { accept: 'text/html,application/xhtml+xml' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded', ...HTML };

type TestGate = Awaited<ReturnType<typeof openTestGate>>;
const open: TestGate[] = [];
afterEach(() => {
  for (const gate of open.splice(0)) gate.close();
});

async function openGate(allowedHosts: readonly string[] = []) {
  const gate = await openTestGate({ password: PASSWORD, allowedHosts });
  open.push(gate);
  const ask = (path: string, init: RequestInit = {}) => fetch(gate.url + path, { redirect: 'manual', ...init });
  const logIn = (password: string, next = '/', headers: Record<string, string> = {}) =>
    ask('/login', {
      method: 'POST',
      headers: { ...FORM, ...headers },
      body: String(new URLSearchParams({ password, next })),
    });
  const sessionOf = async () => (await logIn(PASSWORD)).headers.get('set-cookie')?.split(';')[0] ?? '';
  return { ...gate, ask, logIn, sessionOf };
}

describe('without a session', () => {
  test('T7 T26 nothing but the login page is answered, and nothing else is reached', async () => {
    const { ask, passed } = await openGate();
    for (const path of ['/', '/settings', '/servers/embedded/agents?q=1', '/_next/static/a.js', '/icon.svg']) {
      const page = await ask(path, { headers: HTML });
      expect([path, page.status, page.headers.get('location')]).toEqual([
        path,
        303,
        `/login?next=${encodeURIComponent(path)}`,
      ]);
      expect((await ask(path)).status).toBe(401);
      expect((await ask(path, { headers: { rsc: '1', 'next-router-prefetch': '1' } })).status).toBe(401);
    }
    const call = await ask('/api/servers', { headers: { 'x-ade': '1' } });
    expect(call.status).toBe(401);
    expect(call.headers.get('x-ade-login')).toBe('needed');
    expect(await call.json()).toEqual({
      error: { message: 'You are not logged in any more.', next: expect.stringContaining('Log in again') },
    });
    const report = { method: 'POST', body: '{}', headers: { 'content-type': 'application/csp-report' } };
    expect((await ask('/api/csp', report)).status).toBe(401);
    expect((await ask('/logout', { method: 'POST', headers: { 'x-ade': '1' } })).status).toBe(401);
    expect(passed).toHaveLength(0);
  });

  test('the login page has its own policy, is kept by nobody, and posts its form with an origin', async () => {
    const { ask } = await openGate();
    const page = await ask('/login?next=%2Fsettings', { headers: HTML });
    expect(page.status).toBe(200);
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'content-security-policy': LOGIN_CSP,
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    });
    const text = await page.text();
    expect(text).toContain('name="next" value="/settings"');
    expect(text).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    expect(text).not.toContain('not encrypted');
  });

  test.each(['//evil.test', 'https://evil.test', '/\\evil.test', '"><script>alert(1)</script>', '/"onfocus="x'])(
    'an address of somebody else does not get into the form: %s',
    async (next) => {
      const { ask, logIn } = await openGate();
      const text = await (await ask(`/login?next=${encodeURIComponent(next)}`)).text();
      expect(text).toContain('name="next" value="/"');
      expect((await logIn(PASSWORD, next)).headers.get('location')).toBe('/');
    },
  );

  test('over plain http from elsewhere it says who can read along; over https it does not', async () => {
    const { send } = await openGate(['box.lan']);
    const ask = (...more: string[]) =>
      send(['GET /login HTTP/1.1', 'Host: box.lan', 'Connection: close', ...more, '', ''].join('\r\n'));
    expect((await ask()).text).toContain('This connection is not encrypted');
    expect((await ask('Sec-Fetch-Site: same-origin')).text).not.toContain('This connection is not encrypted');
  });
});

describe('with a session', () => {
  test('T4 T29 it opens pages and, with the header, the API; a cookie alone does not', async () => {
    const { ask, logIn, passed, port } = await openGate();
    const answer = await logIn(PASSWORD, '/settings?a=1');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/settings?a=1']);
    const header = answer.headers.get('set-cookie') ?? '';
    expect(header).toMatch(new RegExp(`^letta-ade-${port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`));
    const cookie = header.split(';')[0] ?? '';
    const page = await ask('/', { headers: { ...HTML, cookie } });
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    expect(passed[0]?.headers['x-ade-session']).toBe('1');
    expect(passed[0]?.headers.cookie).toBeUndefined();
    expect((await ask('/api/servers', { headers: { cookie, 'x-ade': '1' } })).status).toBe(200);
    expect(passed).toHaveLength(2);
    expect((await ask('/api/servers', { headers: { cookie } })).status).toBe(403);
    const elsewhere = { cookie, 'x-ade': '1', origin: 'http://localhost:5200' };
    expect((await ask('/api/servers', { headers: elsewhere })).status).toBe(403);
    expect(
      (await ask('/api/servers', { headers: { cookie, 'x-ade': '1', 'sec-fetch-site': 'same-site' } })).status,
    ).toBe(403);
    expect(passed).toHaveLength(2);
    const again = await ask('/login?next=%2Fsettings', { headers: { cookie } });
    expect([again.status, again.headers.get('location')]).toEqual([303, '/settings']);
  });

  test('another cookie of that name in front of it does no harm, and a wrong token opens nothing', async () => {
    const { ask, sessionOf, port } = await openGate();
    const cookie = await sessionOf();
    const name = `letta-ade-${port}`;
    expect((await ask('/', { headers: { cookie: `a=b; ${name}=tossed; ${cookie}` } })).status).toBe(200);
    for (const wrong of [`${name}=`, `${name}=x`, `${cookie}x`, cookie.slice(0, -1), cookie.replace('letta', 'Letta')])
      expect([wrong, (await ask('/', { headers: { cookie: wrong } })).status]).toEqual([wrong, 401]);
  });

  test('it ends at logout, and others go on', async () => {
    const { ask, sessionOf } = await openGate();
    const [cookie, other] = [await sessionOf(), await sessionOf()];
    expect((await ask('/logout', { headers: { cookie } })).status).toBe(405);
    expect((await ask('/logout', { method: 'POST', headers: { cookie } })).status).toBe(403);
    const answer = await ask('/logout', { method: 'POST', headers: { cookie, 'x-ade': '1' } });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(/=; Max-Age=0; HttpOnly; SameSite=Strict; Path=\/$/);
    expect((await ask('/', { headers: { cookie } })).status).toBe(401);
    expect((await ask('/', { headers: { cookie: other } })).status).toBe(200);
  });

  test('behind a reverse proxy with TLS the cookie is for https only', async () => {
    const { send } = await openGate(['ade.example.com']);
    const body = String(new URLSearchParams({ password: PASSWORD }));
    const post = (origin: string) =>
      send(
        [
          'POST /login HTTP/1.1',
          'Host: ade.example.com',
          `Origin: ${origin}`,
          `Content-Type: ${FORM['content-type']}`,
          `Content-Length: ${body.length}`,
          'Connection: close',
          '',
          body,
        ].join('\r\n'),
      );
    expect((await post('https://ade.example.com')).text).toMatch(/Path=\/; Secure\r\n/);
    expect((await post('http://ade.example.com')).text).toMatch(/Path=\/\r\n/);
    expect((await post('https://ade.example.com.evil.test')).status).toBe(403);
  });
});

describe('passwords', () => {
  test.each(['', 'wrong', PASSWORD.slice(0, -1), `${PASSWORD}x`, PASSWORD.toUpperCase()])(
    '%j is wrong',
    async (wrong) => {
      const { logIn } = await openGate();
      const answer = await logIn(wrong, '/settings');
      expect(answer.status).toBe(401);
      expect(answer.headers.has('set-cookie')).toBe(false);
      const text = await answer.text();
      expect(text).toContain('That is not the password.');
      expect(text).toContain('name="next" value="/settings"');
    },
  );

  test('T6 after five wrong ones in a minute it is 429, for the right one too; sessions go on', async () => {
    const { ask, logIn, sessionOf } = await openGate();
    const cookie = await sessionOf();
    for (let index = 0; index < 5; index += 1) expect((await logIn('wrong')).status).toBe(401);
    for (const password of ['wrong', PASSWORD]) {
      const answer = await logIn(password);
      expect(answer.status).toBe(429);
      expect(answer.headers.get('retry-after')).toMatch(/^(?:5\d|60)$/);
      expect(await answer.text()).toContain('Too many wrong passwords. Try again in');
    }
    expect((await ask('/', { headers: { cookie } })).status).toBe(200);
  });

  test('a form that is too long, of another type, or from elsewhere is not read', async () => {
    const { ask } = await openGate();
    const post = (body: string, headers: Record<string, string> = {}) =>
      ask('/login', { method: 'POST', body, headers: { ...FORM, ...headers } });
    expect((await post(`password=${'x'.repeat(17_000)}`)).status).toBe(413);
    expect((await post('{}', { 'content-type': 'application/json' })).status).toBe(415);
    expect((await post('password=x', { origin: 'null' })).status).toBe(403);
    expect((await post('password=x', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await ask('/login', { method: 'PUT' })).status).toBe(405);
  });
});
