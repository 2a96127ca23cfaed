import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A scripted server on loopback that remembers what it was asked; for tests only. */
export interface TestUpstream {
  url: string;
  port: number;
  requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
  /** Sets what answers from now on. */
  answer(handler: (incoming: IncomingMessage, outgoing: ServerResponse) => void): void;
  close(): Promise<void>;
}

/** Starts the server; it answers `{}` until told otherwise. */
export async function startTestUpstream(): Promise<TestUpstream> {
  const requests: TestUpstream['requests'] = [];
  let handler = (_incoming: IncomingMessage, outgoing: ServerResponse) => {
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  };
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk);
    } catch {
      return;
    }
    const { method = '', url = '', headers } = incoming;
    requests.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    handler(incoming, outgoing);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    answer: (next) => {
      handler = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
