import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { hostInUrl } from './loopback-host.ts';
import { StartError } from './start-error.ts';

export interface ListenOptions {
  host: string;
  port: number;
  /** How a person starts this program, for the advice in errors. */
  command: string;
}

export interface Listening {
  server: Server;
  port: number;
  /** Ends every connection, open streams included, after a short grace for answers being written. */
  close(): Promise<void>;
}

const LARGEST_HEADERS = 32 * 1024;
const KEEP_ALIVE_MS = 60_000;
const GRACE_MS = 300;

/** Opens an http server on a loopback address. Throws `StartError` when the port is taken. `port` 0 takes a free one. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const { host, port } = options;
  const server = createServer({
    maxHeaderSize: LARGEST_HEADERS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Without one the gate answers 421 itself, as to any other wrong Host.
    requireHostHeader: false,
  });
  // Node forgets a connection once it is upgraded, but waits for its end before it reports the server closed.
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen({ host, port });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw cannotListen(error, options);
  }
  const address = server.address();
  return {
    server,
    port: typeof address === 'object' && address ? address.port : port,
    close: () => closeServer(server, sockets),
  };
}

function cannotListen(error: unknown, { host, port, command }: ListenOptions): StartError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const other = `PORT=${port === 65_535 ? 3000 : port + 1} ${command}`;
  if (code === 'EADDRINUSE') {
    return new StartError(`Port ${port} is in use by another program.`, `Choose another one: ${other}`);
  }
  if (code === 'EACCES') {
    return new StartError(`Port ${port} may not be used by this account.`, `Choose one above 1023: ${other}`);
  }
  return new StartError(`Cannot listen on ${hostInUrl(host)}:${port} (${code}).`, 'Leave HOST out to use 127.0.0.1.');
}

async function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    for (const socket of sockets) socket.destroy();
  }, GRACE_MS);
  await closed;
  clearTimeout(timer);
}
