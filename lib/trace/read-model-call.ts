import { listOf, recordOf, textOf } from './json-value.ts';
import type { ModelAnswer, ModelRequest, ProviderShape } from './model-call.ts';
import { readAnthropic, readAnthropicAnswer } from './read-anthropic.ts';
import { readGemini, readGeminiAnswer } from './read-gemini.ts';
import { readMemoryBlocks } from './read-memory-blocks.ts';
import { readOpenAiChat, readOpenAiChatAnswer } from './read-openai-chat.ts';
import { readOpenAiResponses, readOpenAiResponsesAnswer } from './read-openai-responses.ts';

/** What a model was asked, from the request as its provider got it. It never throws; what it does not know stays visible. */
export function readModelRequest(json: unknown): ModelRequest {
  const request = recordOf(json);
  const read = READERS[shapeOf(request)](request);
  return { ...read, blocks: readMemoryBlocks(read.system) };
}

/** What a model answered, from the response as its provider gave it. It never throws. */
export function readModelAnswer(json: unknown): ModelAnswer {
  const response = recordOf(json);
  const error = response['error'];
  if (error && !('choices' in response)) {
    const words = typeof error === 'string' ? error : textOf(recordOf(error)['message'] ?? error);
    return { parts: [], finishReason: null, usage: null, error: words };
  }
  if ('choices' in response) return readOpenAiChatAnswer(response);
  if ('candidates' in response) return readGeminiAnswer(response);
  if (Array.isArray(response['output'])) return readOpenAiResponsesAnswer(response);
  if (Array.isArray(response['content'])) return readAnthropicAnswer(response);
  const parts = Object.keys(response).length > 0 ? [{ kind: 'other' as const, text: textOf(response) }] : [];
  return { parts, finishReason: null, usage: null, error: null };
}

const READERS: Record<ProviderShape, (request: Record<string, unknown>) => Omit<ModelRequest, 'blocks'>> = {
  'openai-chat': readOpenAiChat,
  'openai-responses': readOpenAiResponses,
  anthropic: readAnthropic,
  gemini: readGemini,
  unknown: (request) => ({
    shape: 'unknown',
    model: null,
    system: '',
    tools: [],
    messages: [],
    parameters: request,
  }),
};

function shapeOf(request: Record<string, unknown>): ProviderShape {
  if ('contents' in request) return 'gemini';
  if ('input' in request) return 'openai-responses';
  if (!Array.isArray(request['messages'])) return 'unknown';
  const tools = listOf(request['tools']).map(recordOf);
  const isAnthropic = 'system' in request || tools.some((tool) => 'input_schema' in tool);
  return isAnthropic ? 'anthropic' : 'openai-chat';
}
