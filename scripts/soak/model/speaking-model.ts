import { callsOf, textOf } from '#server/embedded/agent-loop/scripted-model.ts';
import type { ChatModel, ModelEvent } from '#server/embedded/models/chat-model.ts';

/** A model that says a word each time it may. */
export interface Speaker {
  model: ChatModel;
  /** Lets it say so many more words, now or when it is asked next. */
  let(words: number): void;
  /** Lets it say everything, until `hold`. */
  free(): void;
  hold(): void;
}

const WORDS = 24;

/**
 * Speaks in turns: to a message “turn 3” it calls a memory tool, and then says the words 3.0 to 3.23, so that of every word
 * one knows where it belongs.
 */
export function createSpeaker(): Speaker {
  let allowed = 0;
  let isFree = false;
  let changed = Promise.withResolvers<void>();
  const change = () => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  async function mayGoOn(signal: AbortSignal): Promise<boolean> {
    const left = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    while (!isFree && allowed === 0 && !signal.aborted) await Promise.race([changed.promise, left]);
    if (!isFree) allowed -= 1;
    return !signal.aborted;
  }
  return {
    model: {
      payload: ({ messages, tools }) => ({ messages, tools }),
      async *stream({ messages, signal }) {
        const last = messages.findLast(({ role }) => role === 'user');
        const turn = /turn (\d+)/.exec(JSON.stringify(last))?.[1] ?? '';
        for (const event of messages.at(-1)?.role === 'tool' ? wordsOf(turn) : callOf(turn)) {
          if (isSaid(event) && !(await mayGoOn(signal))) return;
          yield event;
        }
      },
    },
    let: (words) => {
      allowed += words;
      change();
    },
    free: () => {
      isFree = true;
      change();
    },
    hold: () => {
      isFree = false;
      allowed = 0;
    },
  };
}

/** The words of a turn that were said so far, if these are its words: each once, in order, without a hole. */
export function isBeginning(text: string): boolean {
  const [first = ''] = text.split(' ');
  const turn = first.split('.')[0];
  return text === '' || text.split(' ').every((word, index) => word === `${turn}.${index}`);
}

function isSaid({ type }: ModelEvent): boolean {
  return type === 'text' || type === 'tool-call';
}

function wordsOf(turn: string): ModelEvent[] {
  return textOf(...Array.from({ length: WORDS }, (_, index) => `${index === 0 ? '' : ' '}${turn}.${index}`));
}

function callOf(turn: string): ModelEvent[] {
  return callsOf(['memory_insert', { label: 'human', new_string: `Turn ${turn}.` }]);
}
