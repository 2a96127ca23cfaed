import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readCapped } from '#server/read-capped.ts';
import { createLoginLimit } from './login-limit.ts';
import { loginPage } from './login-page.ts';
import { nextPath } from './next-path.ts';
import { createSessions } from './sessions.ts';

/** What stands between the gate and everything behind it when there is a password. */
export interface Login {
  hasSession(incoming: IncomingMessage): boolean;
  /** Answers `/login`. */
  receive(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>;
  /** Answers `/logout`. */
  logOut(incoming: IncomingMessage, outgoing: ServerResponse): void;
  /** Answers what came without a session: a person is sent to the login page, a program gets 401. */
  turnAway(incoming: IncomingMessage, outgoing: ServerResponse): void;
}

const LONGEST_FORM = 16 * 1024;
const MOST_COOKIES = 20;
const LOOPBACK_HOST = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i;

/** A login by one password. `port` is part of the cookie's name, as the cookies of a host go to all its ports. */
export function createLogin({ password, port }: { password: string; port: number }): Login {
  const expected = digest(password);
  const sessions = createSessions();
  const limit = createLoginLimit();
  const cookieName = `letta-ade-${port}`;
  const tokens = (incoming: IncomingMessage) => cookieValues(incoming, cookieName);
  const hasSession = (incoming: IncomingMessage) => tokens(incoming).some(sessions.has);

  const check = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const form = await readCapped(incoming, LONGEST_FORM);
    if (form === undefined) return void outgoing.writeHead(413, { connection: 'close' }).end();
    const fields = new URLSearchParams(form);
    const next = nextPath(fields.get('next'));
    const wait = limit.take();
    if (wait > 0) return answer(incoming, outgoing, { status: 429, next, wait });
    if (!timingSafeEqual(expected, digest(fields.get('password') ?? ''))) {
      return answer(incoming, outgoing, { status: 401, next });
    }
    limit.giveBack();
    const cookie = `${cookieName}=${sessions.begin()}; ${cookieKind(incoming)}`;
    outgoing.writeHead(303, { location: next, 'set-cookie': cookie }).end();
  };

  return {
    hasSession,
    receive: async (incoming, outgoing) => {
      if (incoming.method === 'POST') return await check(incoming, outgoing);
      const next = nextPath(new URLSearchParams(incoming.url?.split('?')[1]).get('next'));
      if (hasSession(incoming)) outgoing.writeHead(303, { location: next }).end();
      else answer(incoming, outgoing, { status: 200, next });
    },
    logOut: (incoming, outgoing) => {
      for (const token of tokens(incoming)) sessions.end(token);
      outgoing.writeHead(204, { 'set-cookie': `${cookieName}=; Max-Age=0; ${cookieKind(incoming)}` }).end();
    },
    turnAway,
  };
}

function turnAway(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method = '', url = '', headers } = incoming;
  const isForReading = (method === 'GET' || method === 'HEAD') && (headers.accept?.includes('text/html') ?? false);
  if (isForReading) {
    outgoing
      .writeHead(303, { location: `/login?next=${encodeURIComponent(nextPath(url))}`, connection: 'close' })
      .end();
    return;
  }
  const error = {
    message: 'You are not logged in any more.',
    next: 'Log in again in another tab, then try again here: what you typed is still there.',
  };
  outgoing.writeHead(401, { 'content-type': 'application/json', 'x-ade-login': 'needed', connection: 'close' });
  outgoing.end(JSON.stringify({ error }));
}

interface Outcome {
  status: 200 | 401 | 429;
  next: string;
  /** Milliseconds until the password may be tried again. */
  wait?: number;
}

function answer(incoming: IncomingMessage, outgoing: ServerResponse, { status, next, wait = 0 }: Outcome): void {
  const seconds = Math.ceil(wait / 1_000);
  const problem = {
    200: undefined,
    401: 'That is not the password. Check it and try again.',
    429: `Too many wrong passwords. Try again in ${spell(seconds)}. Who is logged in already stays so.`,
  }[status];
  outgoing.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    ...(status === 429 ? { 'retry-after': String(seconds) } : {}),
  });
  outgoing.end(loginPage({ next, problem, isReadable: isReadable(incoming) }));
}

function spell(seconds: number): string {
  if (seconds < 120) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

/** Browsers tell where a request comes from only over https and to this machine, so its absence tells of plain http. */
function isReadable({ headers }: IncomingMessage): boolean {
  return headers['sec-fetch-site'] === undefined && !LOOPBACK_HOST.test(headers.host ?? '');
}

/** Only a name of ADE_ALLOWED_HOSTS, which a reverse proxy serves, has passed the gate with an https origin. */
function cookieKind({ headers }: IncomingMessage): string {
  return `HttpOnly; SameSite=Strict; Path=/${headers.origin?.startsWith('https:') ? '; Secure' : ''}`;
}

/** All of one name: another server on this host can set one that comes first. */
function cookieValues({ rawHeaders }: IncomingMessage, name: string): string[] {
  const lines = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'cookie');
  const pairs = lines.flatMap((line) => line.split(';')).map((pair) => pair.trim());
  return pairs
    .flatMap((pair) => (pair.startsWith(`${name}=`) ? pair.slice(name.length + 1) : []))
    .slice(0, MOST_COOKIES);
}

/** Of the text as people type it: composed, without spaces around it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text.normalize('NFC').trim()).digest();
}
