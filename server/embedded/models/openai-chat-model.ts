import type OpenAI from 'openai';
import type { ChatModel, ModelEvent } from './chat-model.ts';
import { toModelError } from './model-errors.ts';
import type { ModelInfo, ProviderConnection } from './model-info.ts';
import { type ChatDialect, toChatParams } from './openai-chat-request.ts';

type Chunk = OpenAI.Chat.ChatCompletionChunk;
type Delta = Chunk['choices'][number]['delta'];
type FinishReason = Extract<ModelEvent, { type: 'finish' }>['reason'];

interface Call {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}

/** A model behind `POST {base}/chat/completions`. A stream that ends without a finish reason is taken as it is. */
export function openAiChatModel(options: {
  getClient: () => Promise<OpenAI>;
  connection: ProviderConnection;
  info: ModelInfo;
  dialect: ChatDialect;
}): ChatModel {
  const { getClient, connection, info, dialect } = options;
  return {
    payload: (request) => ({ ...toChatParams(request, { model: info.name, dialect }) }),
    async *stream(request) {
      try {
        const client = await getClient();
        const chunks = await client.chat.completions.create(
          {
            ...toChatParams(request, { model: info.name, dialect }),
            stream: true,
            stream_options: { include_usage: true },
          },
          { signal: request.signal },
        );
        const answer = createAnswer(info.name);
        for await (const chunk of chunks) yield* answer.take(chunk);
        if (!request.signal.aborted) yield { type: 'response', body: answer.whole() };
      } catch (error) {
        if (request.signal.aborted) return;
        throw toModelError(error, connection);
      }
    },
  };
}

/** Turns chunks into events and keeps the answer as it would have come without streaming. */
function createAnswer(model: string) {
  const head: Record<string, unknown> = { id: null, object: 'chat.completion', created: null, model };
  const said = { text: '', reasoning: '' };
  const calls: Call[] = [];
  const open = new Map<number, Call>();
  let finishReason: string | null = null;
  let usage: Chunk['usage'] = null;

  // Some endpoints send several whole calls, all with index 0 or none: another id is another call.
  const callOf = (index: number, id: string | undefined): Call => {
    const known = open.get(index);
    if (known && (!id || id === known.id)) return known;
    const call: Call = {
      id: id || `call_${crypto.randomUUID()}`,
      type: 'function',
      function: { name: '', arguments: '' },
    };
    open.set(index, call);
    calls.push(call);
    return call;
  };

  function* takeDelta(delta: Delta): Generator<ModelEvent> {
    const reasoning = reasoningOf(delta);
    if (reasoning) {
      said.reasoning += reasoning;
      yield { type: 'reasoning', delta: reasoning };
    }
    const text = `${delta.content ?? ''}${delta.refusal ?? ''}`;
    if (text) {
      said.text += text;
      yield { type: 'text', delta: text };
    }
    for (const part of delta.tool_calls ?? []) {
      const before = calls.length;
      const call = callOf(part.index ?? 0, part.id);
      const isNew = calls.length > before;
      const name = call.function.name ? '' : (part.function?.name ?? '');
      const argumentsDelta = part.function?.arguments ?? '';
      call.function.name += name;
      call.function.arguments += argumentsDelta;
      yield {
        type: 'tool-call',
        index: calls.indexOf(call),
        ...(isNew ? { id: call.id } : {}),
        ...(name ? { name } : {}),
        ...(argumentsDelta ? { argumentsDelta } : {}),
      };
    }
  }

  return {
    *take(chunk: Chunk): Generator<ModelEvent> {
      head['id'] ??= chunk.id;
      head['created'] ??= chunk.created;
      head['model'] = chunk.model || head['model'];
      // Chunks that only tell the usage, or an Azure filter's verdict, may lack what the types promise.
      const choice = chunk.choices?.[0];
      if (choice?.delta) yield* takeDelta(choice.delta);
      if (choice?.finish_reason) {
        finishReason = choice.finish_reason;
        yield { type: 'finish', reason: toFinishReason(choice.finish_reason) };
      }
      if (chunk.usage) {
        usage = chunk.usage;
        yield toUsage(chunk.usage);
      }
    },
    whole(): Record<string, unknown> {
      const message = {
        role: 'assistant',
        content: said.text || null,
        ...(calls.length > 0 ? { tool_calls: calls } : {}),
        ...(said.reasoning ? { reasoning_content: said.reasoning } : {}),
      };
      return { ...head, choices: [{ index: 0, finish_reason: finishReason, message }], usage };
    },
  };
}

/** Endpoints have finish reasons of their own, such as `eos`; they all mean that the model had no more to say. */
function toFinishReason(reason: string): FinishReason {
  if (reason === 'function_call') return 'tool_calls';
  return reason === 'tool_calls' || reason === 'length' || reason === 'content_filter' ? reason : 'stop';
}

function toUsage(usage: NonNullable<Chunk['usage']>): ModelEvent {
  return {
    type: 'usage',
    usage: {
      promptTokens: usage.prompt_tokens,
      completionTokens: usage.completion_tokens,
      totalTokens: usage.total_tokens,
      cachedInputTokens: usage.prompt_tokens_details?.cached_tokens ?? null,
      cacheWriteTokens: usage.prompt_tokens_details?.cache_write_tokens ?? null,
      reasoningTokens: usage.completion_tokens_details?.reasoning_tokens ?? null,
    },
  };
}

/** Reasoning is outside OpenAI's own types: DeepSeek and vLLM send `reasoning_content`, OpenRouter and Ollama `reasoning`. */
function reasoningOf(delta: object): string {
  for (const key of ['reasoning_content', 'reasoning']) {
    const value: unknown = Reflect.get(delta, key);
    if (typeof value === 'string' && value) return value;
  }
  return '';
}
