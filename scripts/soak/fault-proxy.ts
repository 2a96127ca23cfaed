import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay, setImmediate } from 'node:timers/promises';

/**
 * What befalls a connection after so many more bytes of what the server answers: it is torn (`reset`), closed
 * (`end`), or stays open and carries nothing more (`stall`).
 */
export interface Fault {
  how: 'reset' | 'end' | 'stall';
  afterBytes: number;
}

/** How bytes travel: in pieces cut anywhere, each so many milliseconds late. */
interface Manner {
  /** Where pieces are cut, from 0 to 1 of what is left; without it they stay as they came. */
  random?: () => number;
  delayMs?: number;
}

/** A way to a server that can break: Playwright's `setOffline` leaves streams open that are open already. */
export interface FaultProxy {
  /** Host and port to reach the server by. */
  readonly host: string;
  /** Every connection open now suffers it, and of those that come later the next `andNext`. */
  strike(fault: Fault, more?: { andNext: number }): void;
  /** Tears every connection, and takes no new ones until `mend`. */
  tear(): void;
  /** Nothing befalls any connection any more. What had fallen silent is torn, as a system does in the end. */
  mend(): void;
  /** How many connections are open. */
  open(): number;
  close(): Promise<void>;
}

/** `target` is asked for with every connection: it may become known later than the address it is reached by. */
export async function openFaultProxy(target: () => string, manner: Manner = {}): Promise<FaultProxy> {
  const links = new Set<Link>();
  let isTorn = false;
  let coming: Fault[] = [];
  const server = createServer({ allowHalfOpen: true }, (near) => {
    if (isTorn) return reset(near);
    const { hostname, port } = new URL(target());
    const far = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    for (const socket of [near, far]) socket.setNoDelay(true);
    const link = join(near, far, manner);
    links.add(link);
    const fault = coming.shift();
    if (fault) link.suffer(fault);
    near.once('close', () => links.delete(link));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return {
    host: `127.0.0.1:${address.port}`,
    strike: (fault, { andNext } = { andNext: 0 }) => {
      coming = Array.from({ length: andNext }, () => fault);
      for (const link of links) link.suffer(fault);
    },
    tear: () => {
      isTorn = true;
      for (const link of links) link.tear();
    },
    mend: () => {
      isTorn = false;
      coming = [];
      for (const link of links) link.mend();
    },
    open: () => links.size,
    close: async () => {
      server.close();
      for (const link of links) link.tear();
      await once(server, 'close');
    },
  };
}

interface Link {
  suffer(fault: Fault): void;
  tear(): void;
  mend(): void;
}

function join(near: Socket, far: Socket, manner: Manner): Link {
  let fault: Fault | null = null;
  let isSilent = false;
  const tear = () => {
    reset(near);
    reset(far);
  };
  const befall = ({ how }: Fault) => {
    fault = null;
    if (how === 'reset') tear();
    else if (how === 'stall') isSilent = true;
    else {
      near.end();
      far.destroy();
    }
  };
  const answer = (piece: Buffer) => {
    if (isSilent || near.writableEnded) return;
    const rest = fault === null ? piece : piece.subarray(0, fault.afterBytes);
    if (rest.length > 0) near.write(rest);
    if (fault === null) return;
    fault = { ...fault, afterBytes: fault.afterBytes - rest.length };
    if (fault.afterBytes <= 0) befall(fault);
  };
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    from.on('error', () => undefined);
    // Whatever ends a connection without a word ends the other side the same way.
    from.on('close', (hadError) => (hadError ? reset(to) : to.destroy()));
  }
  carry(near, { to: (piece) => far.write(piece), end: () => far.end() }, manner);
  carry(far, { to: answer, end: () => (isSilent ? undefined : near.end()) }, manner);
  return {
    suffer: (next) => {
      fault = next;
      if (next.afterBytes <= 0) befall(next);
    },
    tear,
    mend: () => {
      fault = null;
      if (isSilent) tear();
    },
  };
}

/** One that is being opened or ended is closed: Node cannot reset it then, and would keep it for ever. */
function reset(socket: Socket): void {
  if (socket.connecting || socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

interface Way {
  to(piece: Buffer): void;
  end(): void;
}

/** Passes on what a socket says, in order, in the manner asked for. */
function carry(from: Socket, way: Way, { random, delayMs = 0 }: Manner): void {
  let last: Promise<void> = Promise.resolve();
  const late = (work: () => Promise<void> | void) => {
    const due = performance.now() + delayMs;
    last = last.then(async () => {
      const wait = due - performance.now();
      if (wait > 0) await delay(wait);
      await work();
    });
  };
  from.on('data', (chunk: Buffer) =>
    late(async () => {
      for (const piece of cut(chunk, random)) {
        way.to(piece);
        // Else the system joins what was cut.
        if (random) await setImmediate();
      }
    }),
  );
  from.on('end', () => late(way.end));
}

/** The most pieces of one chunk: enough to cut every frame, and not so many that they alone take the time. */
const MOST_PIECES = 6;

function cut(chunk: Buffer, random: Manner['random']): Buffer[] {
  if (!random) return [chunk];
  const pieces: Buffer[] = [];
  let rest = chunk;
  while (rest.length > 1 && pieces.length < MOST_PIECES - 1) {
    const length = 1 + Math.floor(random() * (rest.length - 1));
    pieces.push(rest.subarray(0, length));
    rest = rest.subarray(length);
  }
  return [...pieces, rest];
}
