import type Anthropic from '@anthropic-ai/sdk';
import type { ModelContentPart, ModelMessage } from './chat-model.ts';
import { textOf } from './openai-chat-request.ts';

type MessageParam = Anthropic.MessageParam;
type Block = Anthropic.ContentBlockParam;
type Content = Extract<ModelMessage, { role: 'system' | 'user' }>['content'];

const BEGINNING = '(The conversation begins here.)';
const CACHE = { cache_control: { type: 'ephemeral' } } as const;

/** A conversation in Anthropic's form: the prompt apart, user and assistant in turns. */
export interface AnthropicConversation {
  system: Anthropic.TextBlockParam[];
  messages: MessageParam[];
  /** Whether the assistant is amid calling tools, and what it has said in this turn lacks its signed reasoning. */
  lacksThinking: boolean;
}

/**
 * Converts messages by Anthropic's rules: system text on top, tool results inside user messages, one message for each
 * change of speaker, no empty text, a person first. The prompt and the last message are marked for its cache.
 */
export function toAnthropicConversation(messages: ModelMessage[]): AnthropicConversation {
  const firstOther = messages.findIndex((message) => message.role !== 'system');
  const promptLength = firstOther === -1 ? messages.length : firstOther;
  const system = messages.slice(0, promptLength).flatMap((message) => toPromptBlocks(message));
  const turns = mergeSpeakers(messages.slice(promptLength).flatMap((message) => toTurn(message)));
  if (turns[0]?.role !== 'user') turns.unshift({ role: 'user', content: [{ type: 'text', text: BEGINNING }] });
  trimEnd(turns.at(-1));
  return {
    system: withCache(system),
    messages: turns.map((turn, index) =>
      index === turns.length - 1 ? { ...turn, content: withCache(turn.content) } : turn,
    ),
    lacksThinking: lacksThinking(turns),
  };
}

interface Turn {
  role: 'user' | 'assistant';
  content: Block[];
}

function toPromptBlocks(message: ModelMessage): Anthropic.TextBlockParam[] {
  return message.role === 'system' ? toTextBlocks(textOf(message.content)) : [];
}

function toTurn(message: ModelMessage): Turn[] {
  switch (message.role) {
    case 'assistant': {
      const said = [...toTextBlocks(message.content ?? ''), ...message.toolCalls.map(toToolUse)];
      // Reasoning may not be the last thing in a message.
      return said.length === 0 ? [] : [{ role: 'assistant', content: [...toThinking(message), ...said] }];
    }
    case 'tool':
      return [
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: toToolId(message.toolCallId), content: message.content }],
        },
      ];
    default: {
      const content = toUserBlocks(message.content);
      return content.length === 0 ? [] : [{ role: 'user', content }];
    }
  }
}

/** Reasoning that nobody signed, another provider's for one, is refused. */
function toThinking(message: Extract<ModelMessage, { role: 'assistant' }>): Block[] {
  return message.reasoning.flatMap((piece): Block[] => {
    if ('redacted' in piece) return [{ type: 'redacted_thinking', data: piece.redacted }];
    return piece.signature === null ? [] : [{ type: 'thinking', thinking: piece.text, signature: piece.signature }];
  });
}

function toToolUse(call: { id: string; name: string; arguments: string }): Block {
  return { type: 'tool_use', id: toToolId(call.id), name: call.name, input: toInput(call.arguments) };
}

/** Other providers' ids may hold characters that are refused here. */
function toToolId(id: string): string {
  return id.replace(/[^a-zA-Z0-9_-]/g, '_');
}

/** The arguments a model wrote; nothing, when they are not an object. */
export function toInput(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

function toUserBlocks(content: Content): Block[] {
  if (typeof content === 'string') return toTextBlocks(content);
  return content.flatMap((part): Block[] => (part.type === 'text' ? toTextBlocks(part.text) : [toImage(part)]));
}

function toTextBlocks(text: string): Anthropic.TextBlockParam[] {
  return text.trim() ? [{ type: 'text', text }] : [];
}

const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] as const;

function toImage({ image_url: { url } }: Extract<ModelContentPart, { type: 'image_url' }>): Block {
  const [, type, base64] = /^data:([^;,]+);base64,(.*)$/s.exec(url) ?? [];
  if (type === undefined || base64 === undefined) return { type: 'image', source: { type: 'url', url } };
  // An unknown type goes out as it is: the provider's refusal names it.
  const mediaType = IMAGE_TYPES.find((each) => each === type) ?? (type as (typeof IMAGE_TYPES)[number]);
  return { type: 'image', source: { type: 'base64', media_type: mediaType, data: base64 } };
}

function mergeSpeakers(turns: Turn[]): Turn[] {
  const merged: Turn[] = [];
  for (const turn of turns) {
    const last = merged.at(-1);
    if (last?.role === turn.role) last.content.push(...turn.content);
    else merged.push({ role: turn.role, content: [...turn.content] });
  }
  return merged;
}

/** A conversation that ends with the assistant may not end with white space. */
function trimEnd(turn: Turn | undefined): void {
  const last = turn?.role === 'assistant' ? turn.content.at(-1) : undefined;
  if (last?.type === 'text') last.text = last.text.trimEnd();
}

/** With thinking on, a turn amid tool calls must begin with the reasoning that led to them. */
function lacksThinking(turns: Turn[]): boolean {
  const last = turns.at(-1);
  if (last?.content[0]?.type !== 'tool_result') return false;
  const first = turns.at(-2)?.content[0]?.type;
  return first !== 'thinking' && first !== 'redacted_thinking';
}

function withCache<T extends Block>(blocks: T[]): T[] {
  return blocks.map((block, index) => (index === blocks.length - 1 ? { ...block, ...CACHE } : block));
}
