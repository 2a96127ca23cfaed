import type OpenAI from 'openai';
import type { ChatModel, ModelEvent } from './chat-model.ts';
import { ProviderFailure, toModelError } from './model-errors.ts';
import type { ModelInfo, ProviderConnection } from './model-info.ts';
import { toResponseParams } from './openai-responses-request.ts';

type StreamEvent = OpenAI.Responses.ResponseStreamEvent;
type OutputItem = OpenAI.Responses.ResponseOutputItem;
type Response = OpenAI.Responses.Response;

interface OpenCall {
  index: number;
  argumentsLength: number;
}

/** A model behind `POST {base}/responses`. */
export function openAiResponsesModel(options: {
  getClient: () => Promise<OpenAI>;
  connection: ProviderConnection;
  info: ModelInfo;
}): ChatModel {
  const { getClient, connection, info } = options;
  return {
    payload: (request) => ({ ...toResponseParams(request, info.name) }),
    async *stream(request) {
      try {
        const client = await getClient();
        const events = await client.responses.create(
          { ...toResponseParams(request, info.name), stream: true },
          { signal: request.signal },
        );
        const answer = createAnswer();
        for await (const event of events) yield* answer.take(event);
        if (!request.signal.aborted && !answer.isWhole()) {
          throw new ProviderFailure({ message: 'The stream ended before the answer was whole.' });
        }
      } catch (error) {
        if (request.signal.aborted) return;
        throw toModelError(error, connection);
      }
    },
  };
}

function createAnswer() {
  const calls = new Map<number, OpenCall>();
  let isWhole = false;

  const openCall = (outputIndex: number): OpenCall => {
    const call = calls.get(outputIndex) ?? { index: calls.size, argumentsLength: 0 };
    calls.set(outputIndex, call);
    return call;
  };

  function* takeFinishedItem(item: OutputItem, outputIndex: number): Generator<ModelEvent> {
    if (item.type === 'reasoning' && item.encrypted_content)
      yield { type: 'reasoning-signature', signature: item.encrypted_content };
    if (item.type !== 'function_call') return;
    const call = openCall(outputIndex);
    const rest = item.arguments.slice(call.argumentsLength);
    call.argumentsLength += rest.length;
    if (rest) yield { type: 'tool-call', index: call.index, argumentsDelta: rest };
  }

  function* takeEnd(response: Response): Generator<ModelEvent> {
    isWhole = true;
    yield { type: 'finish', reason: finishReason(response, calls.size) };
    if (response.usage) yield toUsage(response.usage);
    yield { type: 'response', body: { ...response } };
  }

  return {
    isWhole: () => isWhole,
    *take(event: StreamEvent): Generator<ModelEvent> {
      switch (event.type) {
        case 'response.reasoning_summary_part.added':
          if (event.summary_index > 0) yield { type: 'reasoning', delta: '\n\n' };
          break;
        case 'response.reasoning_summary_text.delta':
        case 'response.reasoning_text.delta':
          yield { type: 'reasoning', delta: event.delta };
          break;
        case 'response.output_text.delta':
        case 'response.refusal.delta':
          yield { type: 'text', delta: event.delta };
          break;
        case 'response.output_item.added':
          if (event.item.type === 'function_call') {
            const { index } = openCall(event.output_index);
            yield { type: 'tool-call', index, id: event.item.call_id, name: event.item.name };
          }
          break;
        case 'response.function_call_arguments.delta': {
          const call = openCall(event.output_index);
          call.argumentsLength += event.delta.length;
          yield { type: 'tool-call', index: call.index, argumentsDelta: event.delta };
          break;
        }
        case 'response.output_item.done':
          yield* takeFinishedItem(event.item, event.output_index);
          break;
        case 'response.completed':
        case 'response.incomplete':
          yield* takeEnd(event.response);
          break;
        case 'response.failed':
          throw new ProviderFailure({
            message: event.response.error?.message ?? 'The answer failed for a reason the provider does not give.',
            code: event.response.error?.code,
          });
        case 'error':
          throw new ProviderFailure({ message: event.message, code: event.code ?? undefined });
        default:
      }
    },
  };
}

function finishReason(response: Response, callCount: number): Extract<ModelEvent, { type: 'finish' }>['reason'] {
  if (response.status === 'incomplete')
    return response.incomplete_details?.reason === 'content_filter' ? 'content_filter' : 'length';
  return callCount > 0 ? 'tool_calls' : 'stop';
}

function toUsage(usage: OpenAI.Responses.ResponseUsage): ModelEvent {
  return {
    type: 'usage',
    usage: {
      promptTokens: usage.input_tokens,
      completionTokens: usage.output_tokens,
      totalTokens: usage.total_tokens,
      cachedInputTokens: usage.input_tokens_details?.cached_tokens ?? null,
      cacheWriteTokens: usage.input_tokens_details?.cache_write_tokens ?? null,
      reasoningTokens: usage.output_tokens_details?.reasoning_tokens ?? null,
    },
  };
}
