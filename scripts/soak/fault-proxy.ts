import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that can break: Playwright's `setOffline` leaves streams open that are open already. */
export interface BreakableNetwork {
  /** Host and port to reach the server by. */
  readonly host: string;
  /** Tears every connection, and takes no new ones until `mend`. */
  tear(): void;
  mend(): void;
  close(): Promise<void>;
}

/** `target` may become known later than the address it is reached by. */
export async function openBreakableNetwork(target: () => string): Promise<BreakableNetwork> {
  const sockets = new Set<Socket>();
  let isTorn = false;
  const server = createServer((near) => {
    if (isTorn) return void near.destroy();
    const { hostname, port } = new URL(target());
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  const tearAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    host: `127.0.0.1:${address.port}`,
    tear: () => {
      isTorn = true;
      tearAll();
    },
    mend: () => {
      isTorn = false;
    },
    close: async () => {
      server.close();
      tearAll();
      await once(server, 'close');
    },
  };
}
