import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createSocketServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is wrong with a staged server; all that is left out is as it should be. For tests only. */
export interface Staging {
  certificate?: 'trusted' | 'expired' | 'other-name' | 'self-signed';
  /** Where the API stands. */
  prefix?: string;
  /** Answers everything before Letta could. */
  inFront?: (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;
  version?: string;
  password?: string;
  dropsHeader?: boolean;
  models?: unknown[];
  /** Milliseconds between the pieces of a turn, and whether they are held back to its end. */
  turn?: { pieces: number; everyMs: number; isHeldBack?: boolean; endsEarly?: boolean; error?: string };
  redis?: boolean;
  traces?: boolean;
  skewMs?: number;
}

const folder = new URL('test-certificates/', import.meta.url);
const selfSigned = new URL('../proxy/test-certificate/', import.meta.url);

export interface Staged {
  port: number;
  /** `METHOD path` of what was asked. */
  asked: string[];
  close(): Promise<void>;
}

/** A server that behaves like Letta, but for what is staged. */
export async function stage(staging: Staging): Promise<Staged> {
  const asked: string[] = [];
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    if (staging.skewMs) outgoing.setHeader('date', new Date(Date.now() + staging.skewMs).toUTCString());
    incoming.resume().once('end', () => void answerLetta(incoming, outgoing, staging));
  };
  const { certificate } = staging;
  const server = certificate ? createTlsServer(keysOf(certificate), answer) : createPlainServer(answer);
  return { asked, ...(await open(server)) };
}

/** A port that takes connections and never says a word. */
export async function stageSilence(): Promise<Staged> {
  return { asked: [], ...(await open(createSocketServer())) };
}

async function open(server: Server): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

function keysOf(certificate: NonNullable<Staging['certificate']>) {
  const read = (base: URL, name: string) => readFileSync(new URL(name, base));
  if (certificate === 'self-signed')
    return { key: read(selfSigned, 'key.pem'), cert: read(selfSigned, 'certificate.pem') };
  return { key: read(folder, 'key.pem'), cert: read(folder, `${certificate}.pem`) };
}

async function answerLetta(incoming: IncomingMessage, outgoing: ServerResponse, staging: Staging): Promise<void> {
  if (staging.inFront?.(incoming, outgoing)) return;
  const { prefix = '' } = staging;
  const url = incoming.url ?? '';
  if (!url.startsWith(`${prefix}/v1/`)) return json(outgoing, 404, { detail: 'Not Found' });
  const path = url.slice(prefix.length).replace(/\?.*/, '');
  if (path === '/v1/health/') return json(outgoing, 200, { version: staging.version ?? '0.16.8', status: 'ok' });
  if (staging.password && incoming.headers.authorization !== `Bearer ${staging.password}`)
    return json(outgoing, 401, { detail: 'Unauthorized' });
  if (path.endsWith('/messages')) return await answerMessage(incoming, outgoing, staging);
  const plain: Record<string, unknown> = {
    'GET /v1/agents/': [],
    'POST /v1/agents/': { id: 'agent-11111111-1111-4111-8111-111111111111' },
    'GET /v1/models/': staging.models ?? [{ handle: 'openai/gpt' }],
    'GET /v1/runs/': [{ id: 'run-1' }],
    'GET /v1/runs/run-1/steps': [{ id: 'step-1' }],
    'GET /v1/steps/step-1/trace': staging.traces === false ? null : { request_json: {} },
  };
  const key = `${incoming.method} ${path}`;
  if (incoming.method === 'DELETE') return json(outgoing, 200, {});
  return json(outgoing, key in plain ? 200 : 404, plain[key] ?? null);
}

async function answerMessage(incoming: IncomingMessage, outgoing: ServerResponse, staging: Staging): Promise<void> {
  const isNobody = incoming.url?.includes('agent-00000000');
  if (staging.dropsHeader || !incoming.headers['x-stainless-package-version'])
    return json(outgoing, 422, { detail: 'streaming=true is not supported by this client' });
  if (isNobody) return json(outgoing, 404, { detail: 'Agent not found' });
  // The first send of a check is the one in the background.
  const isFirst = !backgroundAsked.has(staging);
  backgroundAsked.add(staging);
  if (isFirst && staging.redis === false)
    return json(outgoing, 503, { detail: 'Background streaming requires Redis to be running.' });
  await streamTurn(outgoing, staging);
}

const backgroundAsked = new WeakSet<Staging>();

async function streamTurn(outgoing: ServerResponse, staging: Staging): Promise<void> {
  const { pieces, everyMs, isHeldBack, endsEarly, error } = staging.turn ?? { pieces: 3, everyMs: 1 };
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
  const held: string[] = [];
  const send = (frame: unknown) => {
    const text = `data: ${typeof frame === 'string' ? frame : JSON.stringify(frame)}\n\n`;
    if (isHeldBack) held.push(text);
    else outgoing.write(text);
  };
  for (let piece = 0; piece < pieces; piece += 1) {
    await sleep(everyMs);
    send({ message_type: 'assistant_message', content: `word ${piece}` });
  }
  if (error) send({ message_type: 'error_message', message: error });
  if (!endsEarly) send({ message_type: 'stop_reason', stop_reason: error ? 'llm_api_error' : 'end_turn' });
  if (!endsEarly) send('[DONE]');
  outgoing.end(held.join(''));
}

function json(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** An answer that is a web page. */
export function page(status: number, headers: Record<string, string> = {}): Staging['inFront'] {
  return (_incoming, outgoing) => {
    outgoing.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<title>Sign in</title>');
    return true;
  };
}
