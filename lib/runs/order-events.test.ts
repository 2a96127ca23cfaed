import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventOrder, seqOf } from './order-events.ts';
import type { RunEvent } from './reduce-run.ts';

const event = (seq: number | null): RunEvent => ({
  type: 'message',
  message: { id: `message-${seq}`, message_type: 'assistant_message', seq_id: seq },
});

describe('the order of events', () => {
  it.each([
    ['in order', [1, 2, 3], [1, 2, 3]],
    ['each once', [1, 1, 2, 2, 1, 3], [1, 2, 3]],
    ['what was overtaken comes first', [2, 3, 1], [1, 2, 3]],
    ['what has no number passes', [1, null, 3, 2], [1, null, 2, 3]],
    ['nothing twice after a resume', [4, 5, 6], [6]],
  ])('%s', (name, given, shown) => {
    const order = createEventOrder(name.includes('resume') ? 5 : 0);
    const ready = given.flatMap((seq) => order.accept([event(seq)]));
    expect(ready.map(seqOf)).toEqual(shown);
    expect(order.isHolding).toBe(false);
  });

  it('shows what it holds when the missing number never comes', () => {
    const order = createEventOrder(0);
    expect(order.accept([event(2), event(3)])).toEqual([]);
    expect(order.isHolding).toBe(true);
    expect(order.release().map(seqOf)).toEqual([2, 3]);
    expect(order.accept([event(1), event(4)]).map(seqOf)).toEqual([4]);
  });

  it('does not hold more than its window', () => {
    const order = createEventOrder(0);
    const shown = Array.from({ length: 60 }, (_, index) => order.accept([event(index + 2)])).flat();
    expect(shown.length).toBeGreaterThan(50);
  });

  it('restores any order and repetition within the window', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }).chain((count) => {
          const numbers = Array.from({ length: count }, (_, index) => index + 1);
          const extra = fc.array(fc.integer({ min: 1, max: count }), { maxLength: 30 });
          return extra.chain((more) => fc.shuffledSubarray([...numbers, ...more], { minLength: count + more.length }));
        }),
        (given) => {
          const order = createEventOrder(0);
          const shown = given.flatMap((seq) => order.accept([event(seq)])).map(seqOf);
          expect(shown).toEqual([...new Set(given)].toSorted((a, b) => a - b));
        },
      ),
    );
  });
});
