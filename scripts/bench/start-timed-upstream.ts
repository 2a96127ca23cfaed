import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

const GAP_MS = 10;

export interface TimedUpstream {
  url: string;
  close(): void;
}

/** A Letta server whose every message streams frames 10 ms apart, each with the time it was sent. */
export async function startTimedUpstream(): Promise<TimedUpstream> {
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    if (incoming.method === 'POST') {
      const count = Number(new URL(incoming.url ?? '', 'http://upstream').searchParams.get('frames'));
      outgoing.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      sendFrames(outgoing, count);
    } else {
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{"version":"0.16.8","status":"ok"}');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function sendFrames(outgoing: ServerResponse, count: number): void {
  const startedAt = performance.now();
  let sent = 0;
  const sendNext = () => {
    const frame = { message_type: 'assistant_message', id: 'message-bench', content: '', sentAt: performance.now() };
    outgoing.write(`data: ${JSON.stringify(frame)}\n\n`);
    sent += 1;
    // Against the clock, so that late timers do not add up.
    if (sent < count) setTimeout(sendNext, Math.max(0, startedAt + sent * GAP_MS - performance.now()));
    else outgoing.end('data: [DONE]\n\n');
  };
  sendNext();
}
