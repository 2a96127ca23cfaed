import type { IncomingMessage } from 'node:http';

/** A request's body as a web stream that can be given up without closing the connection under the answer. */
export interface IncomingBody {
  stream: ReadableStream<Uint8Array> | null;
  /** Fails the stream if it is still open; takes in and forgets what still comes, up to 64 MB. */
  discard(): void;
}

const HIGH_WATER_MARK = 64 * 1024;
const MOST_DISCARDED_BYTES = 64 * 1024 * 1024;

/** The body of a Node request; `stream` is null when the request has none. */
export function takeBody(incoming: IncomingMessage): IncomingBody {
  if (!hasBody(incoming)) return { stream: null, discard: () => incoming.resume() };
  let finish: (error?: Error) => void = () => undefined;
  const underlying: UnderlyingDefaultSource<Uint8Array> = {
    start: (controller) => {
      const onData = (chunk: Buffer) => {
        controller.enqueue(chunk);
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
      };
      finish = (error) => {
        finish = () => undefined;
        drain(incoming);
        if (error) controller.error(error);
        else controller.close();
      };
      incoming.on('data', onData).pause();
      incoming.once('end', () => finish());
      incoming.once('error', (error) => finish(error));
      incoming.once('close', () => finish(new Error('The request broke off.')));
    },
    pull: () => {
      incoming.resume();
    },
    cancel: () => {
      finish = () => undefined;
      drain(incoming);
    },
  };
  const stream = new ReadableStream(underlying, { highWaterMark: HIGH_WATER_MARK, size: (chunk) => chunk.byteLength });
  return { stream, discard: () => finish(new Error('The request was answered before its body was read.')) };
}

function hasBody({ method, headers }: IncomingMessage): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** A sender that is cut off in mid-sentence may not get to read the answer, so it may finish within reason. */
function drain(incoming: IncomingMessage): void {
  let total = 0;
  incoming.removeAllListeners('data').on('data', (chunk: Buffer) => {
    total += chunk.length;
    if (total > MOST_DISCARDED_BYTES) incoming.destroy();
  });
  incoming.resume();
}
