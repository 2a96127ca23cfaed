import type Anthropic from '@anthropic-ai/sdk';
import { toInput } from './anthropic-messages.ts';
import { type AnthropicTarget, toAnthropicParams } from './anthropic-request.ts';
import type { ChatModel, ModelEvent } from './chat-model.ts';
import { ProviderFailure, toModelError } from './model-errors.ts';
import type { ProviderConnection } from './model-info.ts';

type StreamEvent = Anthropic.RawMessageStreamEvent;
type Block = Anthropic.ContentBlock;

/** A block that is being written. `json` is a tool's input as far as it has come. */
interface OpenBlock {
  block: Block;
  json: string;
  callIndex: number;
}

/** A model behind `POST {base}/v1/messages`. A stream that ends without its last event is an error. */
export function anthropicChatModel(options: {
  getClient: () => Promise<Anthropic>;
  connection: ProviderConnection;
  target: () => AnthropicTarget;
}): ChatModel {
  const { getClient, connection, target } = options;
  return {
    payload: (request) => ({ ...toAnthropicParams(request, target()) }),
    async *stream(request) {
      try {
        const client = await getClient();
        const events = await client.messages.create(
          { ...toAnthropicParams(request, target()), stream: true },
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
  let message: Anthropic.Message | null = null;
  let isWhole = false;
  const blocks = new Map<number, OpenBlock>();
  let callCount = 0;

  function* takeStart(index: number, block: Block): Generator<ModelEvent> {
    const open: OpenBlock = { block: { ...block }, json: '', callIndex: callCount };
    blocks.set(index, open);
    if (block.type === 'tool_use') {
      callCount += 1;
      yield { type: 'tool-call', index: open.callIndex, id: block.id, name: block.name };
    }
    if (block.type === 'redacted_thinking') yield { type: 'redacted-reasoning', data: block.data };
    if (block.type === 'text' && block.text) yield { type: 'text', delta: block.text };
    if (block.type === 'thinking' && block.thinking) yield { type: 'reasoning', delta: block.thinking };
  }

  function* takeDelta(open: OpenBlock, delta: Anthropic.RawContentBlockDelta): Generator<ModelEvent> {
    const { block } = open;
    if (delta.type === 'text_delta' && block.type === 'text') {
      block.text += delta.text;
      yield { type: 'text', delta: delta.text };
    }
    if (delta.type === 'thinking_delta' && block.type === 'thinking') {
      block.thinking += delta.thinking;
      yield { type: 'reasoning', delta: delta.thinking };
    }
    if (delta.type === 'signature_delta' && block.type === 'thinking') block.signature += delta.signature;
    if (delta.type === 'input_json_delta') {
      open.json += delta.partial_json;
      if (delta.partial_json && block.type === 'tool_use')
        yield { type: 'tool-call', index: open.callIndex, argumentsDelta: delta.partial_json };
    }
  }

  function* takeStop({ block, json, callIndex }: OpenBlock): Generator<ModelEvent> {
    if (block.type === 'thinking' && block.signature) yield { type: 'reasoning-signature', signature: block.signature };
    if (block.type !== 'tool_use') return;
    // A tool without parameters streams no input; a client expects an object all the same.
    if (json) block.input = toInput(json);
    else yield { type: 'tool-call', index: callIndex, argumentsDelta: JSON.stringify(block.input ?? {}) };
  }

  function* takeEnd(): Generator<ModelEvent> {
    isWhole = true;
    if (!message) return;
    yield { type: 'finish', reason: toFinishReason(message.stop_reason) };
    yield toUsage(message.usage);
    yield { type: 'response', body: { ...message, content: [...blocks.values()].map(({ block }) => block) } };
  }

  return {
    isWhole: () => isWhole,
    *take(event: StreamEvent): Generator<ModelEvent> {
      switch (event.type) {
        case 'message_start':
          message = { ...event.message, usage: { ...event.message.usage } };
          break;
        case 'content_block_start':
          yield* takeStart(event.index, event.content_block);
          break;
        case 'content_block_delta': {
          const open = blocks.get(event.index);
          if (open) yield* takeDelta(open, event.delta);
          break;
        }
        case 'content_block_stop': {
          const open = blocks.get(event.index);
          if (open) yield* takeStop(open);
          break;
        }
        case 'message_delta':
          if (message) {
            message.stop_reason = event.delta.stop_reason;
            message.stop_sequence = event.delta.stop_sequence;
            Object.assign(message.usage, known(event.usage));
          }
          break;
        case 'message_stop':
          yield* takeEnd();
      }
    },
  };
}

/** The last usage counts everything, but leaves out what has not changed since the first. */
function known(usage: object | undefined): object {
  return Object.fromEntries(Object.entries(usage ?? {}).filter(([, value]) => value !== null && value !== undefined));
}

function toFinishReason(reason: Anthropic.StopReason | null): Extract<ModelEvent, { type: 'finish' }>['reason'] {
  switch (reason) {
    case 'tool_use':
      return 'tool_calls';
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'refusal':
      return 'content_filter';
    default:
      return 'stop';
  }
}

/** Anthropic counts what it read from its cache, and wrote to it, beside the input; Letta counts it as input. */
function toUsage(usage: Anthropic.Usage): ModelEvent {
  const cached = usage.cache_read_input_tokens ?? null;
  const written = usage.cache_creation_input_tokens ?? null;
  const promptTokens = usage.input_tokens + (cached ?? 0) + (written ?? 0);
  return {
    type: 'usage',
    usage: {
      promptTokens,
      completionTokens: usage.output_tokens,
      totalTokens: promptTokens + usage.output_tokens,
      cachedInputTokens: cached,
      cacheWriteTokens: written,
      reasoningTokens: usage.output_tokens_details?.thinking_tokens ?? null,
    },
  };
}
