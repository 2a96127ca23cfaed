import type { Frame, RunFeed } from '#server/embedded/agent-loop/run-feed.ts';
import { ping } from '#server/embedded/agent-loop/start-run.ts';

const KEEPALIVE_MS = 20_000;

/**
 * A run's feed as server-sent events, with a ping after 20 s of silence. A reader that goes away ends the
 * response, never the run.
 */
export function streamFrames(feed: RunFeed, { runId, withPings }: { runId: string; withPings: boolean }): Response {
  const gone = new AbortController();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (frame: Frame) => controller.enqueue(encoder.encode(encodeFrame(frame)));
      let keepalive: NodeJS.Timeout | undefined;
      const rearm = () => {
        clearInterval(keepalive);
        if (withPings) keepalive = setInterval(() => send({ data: ping(runId) }), KEEPALIVE_MS);
      };
      rearm();
      for await (const frame of feed.read(gone.signal)) {
        if (!withPings && isPing(frame)) continue;
        send(frame);
        rearm();
      }
      clearInterval(keepalive);
      if (!gone.signal.aborted) controller.close();
    },
    cancel: () => gone.abort(),
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}

function encodeFrame(frame: Frame): string {
  const data = frame.data === '[DONE]' ? frame.data : JSON.stringify(frame.data);
  return frame.event ? `event: ${frame.event}\ndata: ${data}\n\n` : `data: ${data}\n\n`;
}

function isPing(frame: Frame): boolean {
  return frame.data !== '[DONE]' && frame.data['message_type'] === 'ping';
}
