import type { Readable } from 'node:stream';

export interface StreamBodyOptions {
  /** Ends the reading of the source, and nothing else. */
  signal: AbortSignal;
  /** For event streams: after this much silence a comment line is written between two frames. */
  pingAfterMs?: number;
  /** For everything else: after this much silence the source counts as broken. */
  idleMs?: number;
}

type Controller = ReadableStreamDefaultController<Uint8Array>;

const PING = new TextEncoder().encode(': ping\n\n');
const HIGH_WATER_MARK = 64 * 1024;

/**
 * Passes a server's answer on chunk by chunk. If the source breaks off, the stream fails, so that whoever reads it sees
 * an interrupted answer instead of a complete one.
 */
export function streamBody(source: Readable, options: StreamBodyOptions): ReadableStream<Uint8Array> {
  const stop = () => source.destroy();
  const underlying: UnderlyingDefaultSource<Uint8Array> = {
    start: (controller) => {
      const silence = watchSilence(source, controller, options);
      source.on('data', (chunk: Buffer) => {
        silence.sawChunk(chunk);
        controller.enqueue(chunk);
        if ((controller.desiredSize ?? 0) <= 0) source.pause();
      });
      onceSettled(source, (error) => {
        silence.stop();
        options.signal.removeEventListener('abort', stop);
        settle(controller, error);
      });
      if (options.signal.aborted) stop();
      else options.signal.addEventListener('abort', stop, { once: true });
    },
    pull: () => {
      source.resume();
    },
    cancel: () => {
      stop();
    },
  };
  return new ReadableStream(underlying, { highWaterMark: HIGH_WATER_MARK, size: (chunk) => chunk.byteLength });
}

/** Calls back once, when the source ended, failed or was destroyed. Later errors of the source are swallowed. */
function onceSettled(source: Readable, onSettled: (error: Error | undefined) => void): void {
  let settled = false;
  const finish = (error?: Error) => {
    if (settled) return;
    settled = true;
    onSettled(error);
  };
  source.on('end', () => finish());
  source.on('error', finish);
  source.on('close', () => finish(new Error('The answer broke off.')));
}

function settle(controller: Controller, error: Error | undefined): void {
  try {
    if (error) controller.error(error);
    else controller.close();
  } catch {
    // The reader has cancelled already; there is nobody left to tell.
  }
}

interface SilenceWatch {
  sawChunk(chunk: Buffer): void;
  stop(): void;
}

function watchSilence(source: Readable, controller: Controller, options: StreamBodyOptions): SilenceWatch {
  const { pingAfterMs, idleMs } = options;
  let tail = '';
  const onSilence = () => {
    if (pingAfterMs === undefined) {
      source.destroy(new Error('The answer stopped.'));
      return;
    }
    if (isBetweenFrames(tail) && (controller.desiredSize ?? 0) > 0) controller.enqueue(PING);
    timer?.refresh();
  };
  const after = pingAfterMs ?? idleMs;
  const timer = after === undefined ? undefined : setTimeout(onSilence, after);
  return {
    sawChunk: (chunk) => {
      timer?.refresh();
      if (pingAfterMs !== undefined) tail = (tail + chunk.toString('latin1', Math.max(0, chunk.length - 4))).slice(-4);
    },
    stop: () => clearTimeout(timer),
  };
}

/** A comment inside a line would corrupt it, and one after a single line end would cut the frame in two. */
function isBetweenFrames(tail: string): boolean {
  return tail === '' || tail.endsWith('\n\n') || tail.endsWith('\r\n\r\n') || tail.endsWith('\r\r');
}
