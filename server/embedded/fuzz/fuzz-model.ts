import { callsOf, textOf } from '#server/embedded/agent-loop/scripted-model.ts';
import { type ChatModel, ModelError, type ModelEvent } from '#server/embedded/models/chat-model.ts';

const RATE_LIMIT = new ModelError('llm_rate_limit', 429, 'Too many requests', 'RESOURCE_EXHAUSTED: slow down');
const CALLS: [name: string, args: unknown][] = [
  ['memory_insert', { label: 'human', new_string: 'Likes \u0000 tea' }],
  ['memory_replace', { label: 'human', old_string: 'tea', new_string: '🎉\ud800' }],
  ['archival_memory_insert', { content: 'A note', tags: ['x', 3] }],
  ['archival_memory_search', { query: '', top_k: -1, start_datetime: 'never' }],
  ['conversation_search', { query: ['tea'], limit: 1e9, roles: 'user' }],
  ['no_such_tool', null],
  ['memory_insert', []],
];

/** A model that answers at once: mostly text, sometimes calls, rarely a failure or nothing at all. */
export function createFuzzModel(): ChatModel {
  let steps = 0;
  return {
    payload: (request) => ({ messages: request.messages, tools: request.tools }),
    async *stream() {
      steps += 1;
      if (steps % 29 === 0) throw RATE_LIMIT;
      yield* stepOf(steps);
    },
  };
}

function stepOf(step: number): ModelEvent[] {
  if (step % 31 === 0) return [];
  if (step % 37 === 0)
    return [
      { type: 'tool-call', index: 0, id: 'call_0', name: 'memory_insert', argumentsDelta: '{"label":' },
      { type: 'finish', reason: 'tool_calls' },
    ];
  const call = CALLS[step % CALLS.length];
  return step % 3 === 0 && call ? callsOf(call) : textOf('Hello ', 'there.');
}
