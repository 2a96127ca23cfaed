/** One server-sent event of a run: a Letta message, or the end marker. */
export interface Frame {
  event?: 'error';
  data: Record<string, unknown> | '[DONE]';
}

/** What a run has said so far. It outlives its readers: a client that goes away ends nothing. */
export interface RunFeed {
  push(frame: Frame): void;
  end(): void;
  /** Every frame from the first one, then live ones, until the run ends or the reader's signal aborts. */
  read(signal?: AbortSignal): AsyncGenerator<Frame>;
}

/** A feed kept in memory for as long as its run lives. */
export function createRunFeed(): RunFeed {
  const frames: Frame[] = [];
  let ended = false;
  let wake: (() => void)[] = [];
  const notify = () => {
    const waiting = wake;
    wake = [];
    for (const resume of waiting) resume();
  };
  return {
    push(frame) {
      frames.push(frame);
      notify();
    },
    end() {
      ended = true;
      notify();
    },
    async *read(signal) {
      const onAbort = () => notify();
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        for (let next = 0; ; ) {
          const frame = frames[next];
          if (signal?.aborted) return;
          if (frame) {
            next += 1;
            yield frame;
          } else if (ended) return;
          else await new Promise<void>((resolve) => wake.push(resolve));
        }
      } finally {
        signal?.removeEventListener('abort', onAbort);
      }
    },
  };
}
