import { callsOf, textOf } from '#server/embedded/agent-loop/scripted-model.ts';
import type { ChatModel } from '#server/embedded/models/chat-model.ts';

/** A model that writes every “note …” it is told into the block “human”, and else only answers. */
export const writingModel: ChatModel = {
  payload: ({ messages, tools }) => ({ messages, tools }),
  async *stream({ messages }) {
    const last = messages.at(-1);
    // Letta wraps what a person says into JSON.
    const note = last?.role === 'user' ? /note [\w ]+/.exec(JSON.stringify(last))?.[0] : undefined;
    yield* note ? callsOf(['memory_insert', { label: 'human', new_string: note }]) : textOf('Noted.');
  },
};
