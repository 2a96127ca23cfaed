import { setTimeout as delay } from 'node:timers/promises';
import { approximateTokens } from '#lib/format.ts';
import type { ChatModel, ModelEvent, ModelRequest } from './chat-model.ts';
import { type DemoStep, decideDemoStep } from './demo-rules.ts';
import type { ModelInfo } from './model-info.ts';

/** The offline model: fixed rules, no key, no network. It is labelled as what it is. */
export const DEMO_MODEL: ModelInfo = {
  handle: 'demo/scripted',
  name: 'scripted',
  displayName: 'Demo (scripted, offline)',
  providerName: 'demo',
  providerCategory: 'base',
  providerId: null,
  providerType: 'openai',
  endpoint: null,
  contextWindow: 32_000,
  maxOutputTokens: 4_096,
};

/** Slow enough to be seen streaming, fast enough not to be waited for. */
const WORD_DELAY_MS = 14;

const ENDINGS: readonly ModelEvent['type'][] = ['finish', 'usage', 'response'];

/** Streams the step its rules decide on, word by word, the first word at once. */
export const demoModel: ChatModel = {
  payload: (request) => ({ model: DEMO_MODEL.name, messages: request.messages, tools: request.tools }),
  async *stream(request) {
    const step = decideDemoStep(request);
    let first = true;
    for (const event of eventsOf(step, request)) {
      if (!first && !ENDINGS.includes(event.type)) await pause(request.signal);
      if (request.signal.aborted) return;
      first = false;
      yield event;
    }
  },
};

async function pause(signal: AbortSignal): Promise<void> {
  // An abort ends the wait early; the caller looks at the signal.
  await delay(WORD_DELAY_MS, undefined, { signal }).catch(() => undefined);
}

function* eventsOf(step: DemoStep, request: ModelRequest): Generator<ModelEvent> {
  for (const delta of words(step.reasoning)) yield { type: 'reasoning', delta };
  for (const delta of words(step.text ?? '')) yield { type: 'text', delta };
  const callId = `call_${crypto.randomUUID().slice(0, 12)}`;
  if (step.call) {
    yield { type: 'tool-call', index: 0, id: callId, name: step.call.name };
    for (const argumentsDelta of JSON.stringify(step.call.args).match(/[\s\S]{1,12}/g) ?? [])
      yield { type: 'tool-call', index: 0, argumentsDelta };
  }
  const promptTokens = approximateTokens(JSON.stringify(request.messages) + JSON.stringify(request.tools));
  const completionTokens = approximateTokens(step.reasoning + (step.text ?? '') + JSON.stringify(step.call ?? ''));
  yield { type: 'finish', reason: step.call ? 'tool_calls' : 'stop' };
  yield {
    type: 'usage',
    usage: {
      promptTokens,
      completionTokens,
      totalTokens: promptTokens + completionTokens,
      cachedInputTokens: null,
      cacheWriteTokens: null,
      reasoningTokens: approximateTokens(step.reasoning),
    },
  };
  yield { type: 'response', body: toResponse(step, callId) };
}

function toResponse(step: DemoStep, callId: string): Record<string, unknown> {
  const toolCall = step.call && {
    id: callId,
    type: 'function',
    function: { name: step.call.name, arguments: JSON.stringify(step.call.args) },
  };
  return {
    object: 'chat.completion',
    model: DEMO_MODEL.name,
    choices: [
      {
        index: 0,
        finish_reason: toolCall ? 'tool_calls' : 'stop',
        message: {
          role: 'assistant',
          content: step.text ?? null,
          ...(toolCall ? { tool_calls: [toolCall] } : {}),
          reasoning_content: step.reasoning,
        },
      },
    ],
  };
}

function words(text: string): string[] {
  return text.match(/\s*\S+\s*$|\s*\S+/g) ?? [];
}
