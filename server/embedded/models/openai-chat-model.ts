import type OpenAI from 'openai';
import type { ChatModel, ModelEvent, ModelMessage, ModelRequest } from './chat-model.ts';
import type { ModelInfo } from './model-info.ts';
import { toModelError } from './openai-errors.ts';

type ChatParams = OpenAI.Chat.ChatCompletionCreateParamsStreaming;
type ChatMessage = OpenAI.Chat.ChatCompletionMessageParam;
type Chunk = OpenAI.Chat.ChatCompletionChunk;

/** A model behind `POST {base}/chat/completions`. */
export function openAiChatModel(getClient: () => Promise<OpenAI>, info: ModelInfo): ChatModel {
  return {
    payload: (request) => ({ ...toParams(request, info) }),
    async *stream(request) {
      try {
        const client = await getClient();
        const chunks = await client.chat.completions.create(toParams(request, info), { signal: request.signal });
        for await (const chunk of chunks) yield* toEvents(chunk);
      } catch (error) {
        if (request.signal.aborted) return;
        throw toModelError(error);
      }
    },
  };
}

function toParams(request: ModelRequest, info: ModelInfo): ChatParams {
  const params: ChatParams = {
    model: info.name,
    messages: request.messages.map(toChatMessage),
    stream: true,
    stream_options: { include_usage: true },
  };
  if (request.temperature !== null) params.temperature = request.temperature;
  if (request.maxOutputTokens !== null) params.max_completion_tokens = request.maxOutputTokens;
  if (request.tools.length > 0) {
    params.tools = request.tools.map((tool) => ({ type: 'function', function: { ...tool } }));
    params.tool_choice =
      typeof request.toolChoice === 'string' ? request.toolChoice : { type: 'function', function: request.toolChoice };
    params.parallel_tool_calls = request.parallelToolCalls;
  }
  if (isResponseFormat(request.responseFormat)) params.response_format = request.responseFormat;
  return params;
}

function isResponseFormat(format: unknown): format is NonNullable<ChatParams['response_format']> {
  return typeof format === 'object' && format !== null && 'type' in format && format.type !== 'text';
}

function toChatMessage(message: ModelMessage): ChatMessage {
  switch (message.role) {
    case 'assistant':
      return message.toolCalls.length === 0
        ? { role: 'assistant', content: message.content ?? '' }
        : {
            role: 'assistant',
            content: message.content,
            tool_calls: message.toolCalls.map((call) => ({
              id: call.id,
              type: 'function',
              function: { name: call.name, arguments: call.arguments },
            })),
          };
    case 'tool':
      return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
    case 'system':
      return { role: 'system', content: textOf(message.content) };
    case 'user':
      return { role: 'user', content: message.content };
  }
}

function textOf(content: Extract<ModelMessage, { role: 'system' | 'user' }>['content']): string {
  if (typeof content === 'string') return content;
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}

function* toEvents(chunk: Chunk): Generator<ModelEvent> {
  const choice = chunk.choices[0];
  if (choice) {
    const reasoning = reasoningOf(choice.delta);
    if (reasoning) yield { type: 'reasoning', delta: reasoning };
    if (choice.delta.content) yield { type: 'text', delta: choice.delta.content };
    for (const call of choice.delta.tool_calls ?? []) {
      yield {
        type: 'tool-call',
        index: call.index,
        ...(call.id ? { id: call.id } : {}),
        ...(call.function?.name ? { name: call.function.name } : {}),
        ...(call.function?.arguments ? { argumentsDelta: call.function.arguments } : {}),
      };
    }
    const reason = choice.finish_reason;
    if (reason) yield { type: 'finish', reason: reason === 'function_call' ? 'tool_calls' : reason };
  }
  if (chunk.usage) {
    yield {
      type: 'usage',
      usage: {
        promptTokens: chunk.usage.prompt_tokens,
        completionTokens: chunk.usage.completion_tokens,
        totalTokens: chunk.usage.total_tokens,
        cachedInputTokens: chunk.usage.prompt_tokens_details?.cached_tokens ?? null,
        cacheWriteTokens: null,
        reasoningTokens: chunk.usage.completion_tokens_details?.reasoning_tokens ?? null,
      },
    };
  }
}

/** Reasoning is outside OpenAI's own types: DeepSeek and vLLM send `reasoning_content`, OpenRouter `reasoning`. */
function reasoningOf(delta: object): string {
  for (const key of ['reasoning_content', 'reasoning']) {
    const value: unknown = Reflect.get(delta, key);
    if (typeof value === 'string' && value) return value;
  }
  return '';
}
