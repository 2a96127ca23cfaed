import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createGate } from './gate.ts';
import { createPolicy } from './judge-request.ts';
import { createLog } from './log.ts';
import { createLogin } from './login/create-login.ts';

/** What came back over a raw socket; status 0 when it was closed without a word. */
export interface RawAnswer {
  status: number;
  text: string;
}

const nothing = () => undefined;

/** A gate on a port of its own, for tests. What passes it is counted and answered by a stand-in. */
export async function openTestGate({
  password,
  allowedHosts = [],
}: {
  password?: string;
  allowedHosts?: readonly string[];
} = {}) {
  const passed: IncomingMessage[] = [];
  const standIn = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    passed.push(incoming);
    outgoing.writeHead(200, { 'content-type': 'text/plain' }).end('passed the gate');
  };
  const server = createServer({ requireHostHeader: false }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const hasLogin = password !== undefined;
  const policy = createPolicy({ host: '127.0.0.1', port, allowedHosts, isDev: false, surface: 'ade', hasLogin });
  const login = hasLogin ? createLogin({ password, port }) : undefined;
  const gate = createGate({ policy, api: standIn, pages: standIn, login, log: createLog(nothing, nothing) });
  server.on('request', gate.onRequest).on('upgrade', gate.onUpgrade);
  return {
    port,
    url: `http://localhost:${port}`,
    /** Everything that went on to the API or the pages. */
    passed,
    send: (bytes: string) => sendRaw(port, bytes),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Writes bytes to a port of this machine and reads until the other side closes. */
async function sendRaw(port: number, bytes: string): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1');
  // A refusal may come, and the connection go, while the rest is still being written.
  socket.on('error', nothing);
  socket.write(bytes);
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of socket) chunks.push(chunk);
  } catch {
    // What was read until then is the answer.
  }
  const text = Buffer.concat(chunks).toString();
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text };
}
