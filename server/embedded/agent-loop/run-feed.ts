/** One server-sent event of a run: a Letta message, or the end marker. */
export interface Frame {
  event?: 'error';
  data: Record<string, unknown> | '[DONE]';
}

/** A frame as it goes over the wire, with its number: 1 for the first. */
export interface EncodedFrame {
  seq: number;
  text: string;
  isPing: boolean;
}

/** What a run has said so far. It outlives its readers: a client that goes away ends nothing. */
export interface RunFeed {
  push(frame: Frame): void;
  end(): void;
  readonly lastSeq: number;
  readonly isEnded: boolean;
  /** How many characters it holds. */
  readonly size: number;
  /**
   * The frames behind number `after`, then live ones, until the run ends or the signal aborts; each time all there are,
   * so that a fast run is not slowed down by its readers.
   */
  read(options?: { after?: number; signal?: AbortSignal }): AsyncGenerator<EncodedFrame[]>;
}

/** A feed kept in memory. With `isNumbered`, messages carry their number in `seq_id`, to be resumed from. */
export function createRunFeed({ isNumbered }: { isNumbered: boolean }): RunFeed {
  const frames: EncodedFrame[] = [];
  let isEnded = false;
  let size = 0;
  let wake: (() => void)[] = [];
  const notify = () => {
    const waiting = wake;
    wake = [];
    for (const resume of waiting) resume();
  };
  return {
    push(frame) {
      const seq = frames.length + 1;
      const encoded = encode(frame, isNumbered ? seq : null);
      size += encoded.length;
      frames.push({ seq, text: encoded, isPing: frame.data !== '[DONE]' && frame.data['message_type'] === 'ping' });
      notify();
    },
    end() {
      isEnded = true;
      notify();
    },
    get lastSeq() {
      return frames.length;
    },
    get isEnded() {
      return isEnded;
    },
    get size() {
      return size;
    },
    async *read({ after = 0, signal } = {}) {
      const onAbort = () => notify();
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        for (let next = after; ; ) {
          if (signal?.aborted) return;
          if (next < frames.length) {
            const batch = frames.slice(next);
            next = frames.length;
            yield batch;
          } else if (isEnded) return;
          else await new Promise<void>((resolve) => wake.push(resolve));
        }
      } finally {
        signal?.removeEventListener('abort', onAbort);
      }
    },
  };
}

function encode({ event, data }: Frame, seq: number | null): string {
  if (data === '[DONE]') return 'data: [DONE]\n\n';
  const json = JSON.stringify(seq !== null && 'seq_id' in data ? { ...data, seq_id: seq } : data);
  return event ? `event: ${event}\ndata: ${json}\n\n` : `data: ${json}\n\n`;
}
