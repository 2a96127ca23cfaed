import type { RunEvent } from './reduce-run.ts';

const WINDOW = 50;

/** Puts the numbered events of one run in order, each once. Events without a number pass as they come. */
export interface EventOrder {
  /** What can be shown now. */
  accept(events: RunEvent[]): RunEvent[];
  /** What was held back for a number that has not come. */
  release(): RunEvent[];
  readonly isHolding: boolean;
}

/** `after` is the number of the newest event that was shown already; 0 for none. */
export function createEventOrder(after: number): EventOrder {
  let last = after;
  const held = new Map<number, RunEvent>();

  function drain(ready: RunEvent[]): void {
    for (let next = held.get(last + 1); next; next = held.get(last + 1)) {
      last += 1;
      held.delete(last);
      ready.push(next);
    }
  }
  function release(): RunEvent[] {
    const numbers = [...held.keys()].toSorted((a, b) => a - b);
    const ready = numbers.flatMap((number) => held.get(number) ?? []);
    held.clear();
    last = Math.max(last, ...numbers);
    return ready;
  }
  return {
    accept(events) {
      const ready: RunEvent[] = [];
      for (const event of events) {
        const number = seqOf(event);
        if (number === null) ready.push(event);
        else if (number > last && !held.has(number)) held.set(number, event);
        drain(ready);
        if (held.size > WINDOW) ready.push(...release());
      }
      return ready;
    },
    release,
    get isHolding() {
      return held.size > 0;
    },
  };
}

/** The number of an event; null for those that carry none. */
export function seqOf(event: RunEvent): number | null {
  return event.type === 'message' && typeof event.message.seq_id === 'number' ? event.message.seq_id : null;
}
