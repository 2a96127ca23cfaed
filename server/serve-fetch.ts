import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorText, type Log, log as processLog } from './log.ts';
import { takeBody } from './request-body.ts';

type FetchHandler = (request: Request) => Response | Promise<Response>;
type NodeHandler = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/**
 * Serves a fetch handler from Node's http server. Every chunk goes out as it comes; a client that leaves aborts
 * `request.signal`; a response body that fails destroys the socket, so that the client sees an interrupted answer.
 * (`@hono/node-server` prints such failures unredacted to the console.)
 */
export function serveFetch(handler: FetchHandler, log: Log = processLog): NodeHandler {
  return async (incoming, outgoing) => {
    const controller = new AbortController();
    const body = takeBody(incoming);
    let request: Request | undefined;
    outgoing.once('close', () => {
      // `request` is named here so that it lives as long as the socket: a collected Request loses its signal.
      if (request && !outgoing.writableFinished) controller.abort();
      body.discard();
    });
    try {
      request = toRequest(incoming, { body: body.stream, signal: controller.signal });
      await sendResponse(await handler(request), outgoing);
    } catch (error) {
      // A broken upstream has been told to the client by the closed socket; one line is enough here.
      if (!controller.signal.aborted) log.warn(`An answer to ${incoming.method} broke off: ${errorText(error)}`);
      outgoing.destroy();
    }
  };
}

function toRequest(
  incoming: IncomingMessage,
  { body, signal }: { body: ReadableStream<Uint8Array> | null; signal: AbortSignal },
): Request {
  const headers = new Headers();
  for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '');
  }
  const { method = 'GET', url = '/' } = incoming;
  const init: RequestInit = { method, headers, signal, ...(body && { body, duplex: 'half' }) };
  return new Request(`http://${incoming.headers.host}${url}`, init);
}

async function sendResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  if (outgoing.destroyed) {
    await response.body?.cancel();
    return;
  }
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) {
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  await pump(response.body, outgoing);
}

async function pump(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => undefined);
  outgoing.once('close', cancel);
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (!outgoing.write(part.value)) await drained(outgoing);
    }
    outgoing.end();
  } finally {
    outgoing.off('close', cancel);
  }
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      outgoing.off('drain', done).off('close', done);
      resolve();
    };
    outgoing.once('drain', done).once('close', done);
    if (outgoing.destroyed) done();
  });
}
