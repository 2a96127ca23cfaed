import { RequestError } from '#lib/letta/describe-failure.ts';
import type { RunPorts } from '#lib/runs/run-ports.ts';
import type { SendIntent } from '#lib/runs/send-intent.ts';

/** What happens to one connection: after a part of its bytes it breaks, or ends as if all were said. */
export interface ConnectionFault {
  /** Of the bytes, from 0 to 1. */
  part: number;
  how: 'reset' | 'end';
}

interface FailingLettaOptions {
  /** The frames of the run, in order; a background run numbers them. */
  frames: Record<string, unknown>[];
  isBackground: boolean;
  /** What happens to the first, the second … connection; the ones after that hold. */
  faults: ConnectionFault[];
  /** Changes the frames of a connection on their way. */
  mangle: (frames: string[], connection: number) => string[];
}

/** How often the run is asked for before it is over: what is left of a foreground run goes on without a reader. */
const LOOKS_UNTIL_OVER = 3;

/** A Letta server with one run, behind connections that fail as told. Nothing in it waits. */
export function createFailingLetta({ frames, isBackground, faults, mangle }: FailingLettaOptions) {
  const encoder = new TextEncoder();
  const posts: SendIntent[] = [];
  let connections = 0;
  let looks = 0;
  let lastRead = 0;
  const numbered = frames.map((frame, index) => {
    const seq = index + 1;
    return { seq, text: toFrame(isBackground && 'seq_id' in frame ? { ...frame, seq_id: seq } : frame) };
  });
  function connect(after: number): ReadableStream<Uint8Array> {
    const fault = faults[connections];
    const lines = numbered.filter(({ seq }) => seq > after).map(({ text }) => text);
    const bytes = encoder.encode([...mangle(lines, connections), 'data: [DONE]\n\n'].join(''));
    connections += 1;
    return fault ? brokenStream(bytes, fault) : wholeStream(bytes);
  }
  const ports: RunPorts = {
    open: async (intent) => {
      posts.push(intent);
      return connect(0);
    },
    resume: async (_runId, after) => {
      if (!isBackground) throw new RequestError(400, { detail: 'Run was not created in background mode' });
      return connect(after);
    },
    readRun: async () => {
      looks += 1;
      const isOver = looks >= LOOKS_UNTIL_OVER;
      return { isOver, stopReason: isOver ? 'end_turn' : null, usage: null, error: null };
    },
    locate: async () => 'run-1',
    cancel: async () => undefined,
    onServerChange: async () => {
      lastRead = Date.now();
    },
    onEvents: () => undefined,
    permit: async () => ({ revoked: new AbortController().signal, release: () => undefined }),
    schedule: (flush) => flush(),
    wait: async () => undefined,
  };
  return { ports, posts, lastRead: () => lastRead };
}

function toFrame(message: Record<string, unknown>): string {
  return `data: ${JSON.stringify(message)}\n\n`;
}

function wholeStream(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

function brokenStream(bytes: Uint8Array, { part, how }: ConnectionFault): ReadableStream<Uint8Array> {
  let isSent = false;
  return new ReadableStream({
    pull(controller) {
      if (!isSent) {
        isSent = true;
        const sent = bytes.slice(0, Math.floor(bytes.length * part));
        if (sent.length > 0) return controller.enqueue(sent);
      }
      if (how === 'reset') controller.error(new TypeError('terminated'));
      else controller.close();
    },
  });
}
