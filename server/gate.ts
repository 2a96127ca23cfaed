import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type GatePolicy, judgeRequest, judgeUpgrade, type RequestHead, type Verdict } from './judge-request.ts';
import { type Log, log as processLog } from './log.ts';
import type { Login } from './login/create-login.ts';
import { createCspReports } from './receive-csp-report.ts';
import { enforceHeaders, prepareForNext } from './security-headers.ts';

type NodeHandler = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;
type UpgradeHandler = (incoming: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;

export interface GateOptions {
  policy: GatePolicy;
  api: NodeHandler;
  pages: NodeHandler;
  /** When there is a password: nothing but its own pages is answered without a session. */
  login?: Login | undefined;
  /** Next's hot-reload socket, in development. */
  upgrade?: UpgradeHandler;
  log?: Log;
}

/** Listeners for an http server's `request` and `upgrade` events, and the number of content security reports so far. */
export interface Gate {
  onRequest(incoming: IncomingMessage, outgoing: ServerResponse): void;
  onUpgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void;
  cspReportCount(): number;
}

/** The gate: decides who may talk to us before Next or the API sees a byte, and puts the security headers on every answer. */
export function createGate({ policy, api, pages, login, upgrade, log = processLog }: GateOptions): Gate {
  const reports = createCspReports(log);

  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const verdict = judgeRequest(headOf(incoming), policy);
    const { isDev } = policy;
    const hasSession = login?.hasSession(incoming) ?? false;
    const mayEnter = verdict.allow && (!login || hasSession || verdict.area === 'login');
    const plan = {
      area: mayEnter ? verdict.area : ('refusal' as const),
      nonce: verdict.allow ? verdict.nonce : '',
      isDev,
      host: incoming.headers.host ?? '',
      hasSession,
    };
    enforceHeaders(outgoing, plan);
    if (!verdict.allow) return refuse(incoming, outgoing, verdict);
    if (login && !mayEnter) return login.turnAway(incoming, outgoing);
    if (verdict.area === 'login') return await login?.receive(incoming, outgoing);
    if (verdict.area === 'logout') return login?.logOut(incoming, outgoing);
    if (verdict.area === 'csp-report') return await reports.receive(incoming, outgoing);
    if (verdict.area === 'api') return await api(incoming, outgoing);
    prepareForNext(incoming, plan);
    await pages(incoming, outgoing);
  };

  return {
    cspReportCount: reports.count,
    onRequest: (incoming, outgoing) => {
      pass(incoming, outgoing).catch((error: unknown) => {
        log.error(`${incoming.method} failed`, error);
        if (outgoing.headersSent) outgoing.destroy();
        else refuse(incoming, outgoing, { status: 500, message: 'Something went wrong here.', next: 'Try again.' });
      });
    },
    onUpgrade: (incoming, socket, head) => {
      socket.on('error', () => socket.destroy());
      const isStranger = login !== undefined && !login.hasSession(incoming);
      if (!upgrade || isStranger || !judgeUpgrade(headOf(incoming), policy)) {
        socket.destroy();
        return;
      }
      upgrade(incoming, socket, head).catch((error: unknown) => {
        log.error('The hot-reload socket failed', error);
        socket.destroy();
      });
    },
  };
}

function headOf({ method = '', url = '', rawHeaders }: IncomingMessage): RequestHead {
  return { method, target: url, rawHeaders };
}

type Refusal = Pick<Extract<Verdict, { allow: false }>, 'status' | 'message' | 'next'>;

function refuse(incoming: IncomingMessage, outgoing: ServerResponse, { status, message, next }: Refusal): void {
  // A person who followed a link reads a sentence; a program gets the error form of the API.
  const isForReading = incoming.headers.accept?.includes('text/html') ?? false;
  const type = isForReading ? 'text/plain; charset=utf-8' : 'application/json';
  // Nothing more is read from a caller we do not know.
  outgoing.writeHead(status, { 'content-type': type, connection: 'close' });
  outgoing.end(isForReading ? `${message} ${next}\n` : JSON.stringify({ error: { message, next } }));
}
