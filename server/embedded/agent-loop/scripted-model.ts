import type { ChatModel, ModelEvent, ModelRequest } from '#server/embedded/models/chat-model.ts';

const USAGE: ModelEvent = {
  type: 'usage',
  usage: {
    promptTokens: 100,
    completionTokens: 20,
    totalTokens: 120,
    cachedInputTokens: 40,
    cacheWriteTokens: null,
    reasoningTokens: 0,
  },
};

/** A model for tests that plays one script for each step, and keeps what it was asked. */
export function scripted(...steps: (ModelEvent[] | Error)[]): ChatModel & { requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  return {
    requests,
    payload: (request) => ({ messages: request.messages, tools: request.tools }),
    async *stream(request) {
      const step = steps[requests.length] ?? [];
      requests.push(request);
      if (step instanceof Error) throw step;
      yield* step;
    },
  };
}

/** A step that says something. */
export function textOf(...deltas: string[]): ModelEvent[] {
  return [
    ...deltas.map((delta): ModelEvent => ({ type: 'text', delta })),
    { type: 'finish', reason: 'stop' },
    USAGE,
    { type: 'response', body: { text: deltas.join('') } },
  ];
}

/** A step that calls tools; their ids are `call_0`, `call_1` and so on. */
export function callsOf(...calls: [name: string, args: unknown][]): ModelEvent[] {
  return [
    ...calls.map(
      ([name, args], index): ModelEvent => ({
        type: 'tool-call',
        index,
        id: `call_${index}`,
        name,
        argumentsDelta: JSON.stringify(args),
      }),
    ),
    { type: 'finish', reason: 'tool_calls' },
    USAGE,
  ];
}
