import type OpenAI from 'openai';
import { USER_ID } from '#server/embedded/ids.ts';
import type { ModelMessage, ModelReasoning, ModelRequest } from './chat-model.ts';

export type ChatParams = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming;
type ChatMessage = OpenAI.Chat.ChatCompletionMessageParam;
type AssistantMessage = OpenAI.Chat.ChatCompletionAssistantMessageParam;

/** How an endpoint differs from OpenAI's own. */
export interface ChatDialect {
  /** Whether it knows `reasoning_content`, which OpenAI itself refuses. */
  takesReasoning: boolean;
  maxTokensField: 'max_completion_tokens' | 'max_tokens';
}

/** The body of a chat completion, its fields in the original's order. */
export function toChatParams(request: ModelRequest, options: { model: string; dialect: ChatDialect }): ChatParams {
  const { model, dialect } = options;
  const params: ChatParams = {
    model,
    messages: request.messages.map((message) => toChatMessage(message, dialect)),
  };
  if (request.maxOutputTokens !== null) params[dialect.maxTokensField] = request.maxOutputTokens;
  if (request.temperature !== null) params.temperature = request.temperature;
  params.user = USER_ID;
  if (request.tools.length > 0) {
    params.parallel_tool_calls = request.parallelToolCalls;
    params.tools = request.tools.map((tool) => ({ type: 'function', function: { ...tool } }));
    params.tool_choice =
      typeof request.toolChoice === 'string' ? request.toolChoice : { type: 'function', function: request.toolChoice };
  }
  if (isResponseFormat(request.responseFormat)) params.response_format = request.responseFormat;
  return params;
}

function isResponseFormat(format: unknown): format is NonNullable<ChatParams['response_format']> {
  return typeof format === 'object' && format !== null && 'type' in format && format.type !== 'text';
}

function toChatMessage(message: ModelMessage, dialect: ChatDialect): ChatMessage {
  switch (message.role) {
    case 'assistant':
      return { ...toAssistantMessage(message), ...(dialect.takesReasoning ? reasoningOf(message.reasoning) : {}) };
    case 'tool':
      return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
    case 'system':
      return { role: 'system', content: textOf(message.content) };
    case 'user':
      return { role: 'user', content: message.content };
  }
}

function toAssistantMessage(message: Extract<ModelMessage, { role: 'assistant' }>): AssistantMessage {
  if (message.toolCalls.length === 0) return { role: 'assistant', content: message.content ?? '' };
  return {
    role: 'assistant',
    content: message.content,
    tool_calls: message.toolCalls.map((call) => ({
      id: call.id,
      type: 'function',
      function: { name: call.name, arguments: call.arguments },
    })),
  };
}

function reasoningOf(reasoning: ModelReasoning[]): { reasoning_content?: string } {
  const text = reasoning.flatMap((piece) => ('text' in piece ? [piece.text] : [])).join('\n');
  return text ? { reasoning_content: text } : {};
}

/** The text of a message, its images left out. */
export function textOf(content: Extract<ModelMessage, { role: 'system' | 'user' }>['content']): string {
  if (typeof content === 'string') return content;
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}
