import type { RunFeed } from '#server/embedded/agent-loop/run-feed.ts';
import { ping } from '#server/embedded/agent-loop/start-run.ts';
import { eventStream } from './event-stream.ts';

const KEEPALIVE_MS = 20_000;

interface StreamOptions {
  runId: string;
  /** Whether the run's own first ping is sent. */
  withPings: boolean;
  /** Whether silence is broken by pings. */
  keepsAlive?: boolean;
  after?: number;
}

/**
 * A run's feed as server-sent events, behind number `after`, with a ping after 20 s of silence. A reader that goes away
 * ends the response, never the run.
 */
export function streamFrames(
  feed: RunFeed,
  { runId, withPings, keepsAlive = withPings, after = 0 }: StreamOptions,
): Response {
  const gone = new AbortController();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      let keepalive: NodeJS.Timeout | undefined;
      const rearm = () => {
        clearInterval(keepalive);
        const text = () => `data: ${JSON.stringify(ping(runId))}\n\n`;
        if (keepsAlive) keepalive = setInterval(() => controller.enqueue(encoder.encode(text())), KEEPALIVE_MS);
      };
      rearm();
      for await (const frames of feed.read({ after, signal: gone.signal })) {
        const text = frames.map((frame) => (frame.isPing && !withPings ? '' : frame.text)).join('');
        if (text) controller.enqueue(encoder.encode(text));
        rearm();
      }
      clearInterval(keepalive);
      if (!gone.signal.aborted) controller.close();
    },
    cancel: () => gone.abort(),
  });
  return eventStream(body);
}
