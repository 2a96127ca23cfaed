/** One tool as a model is told about it. */
export interface ToolDefinition {
  name: string;
  description: string;
  parameters: Record<string, unknown>;
}

/** A tool call a model asked for; `arguments` is JSON text, as the model wrote it. */
export interface ModelToolCall {
  id: string;
  name: string;
  arguments: string;
}

export type ModelContentPart = { type: 'text'; text: string } | { type: 'image_url'; image_url: { url: string } };

/** A piece of an assistant's reasoning. Providers that sign or encrypt it want it back unchanged. */
export type ModelReasoning = { text: string; signature: string | null } | { redacted: string };

/** One message as a model sees it. */
export type ModelMessage =
  | { role: 'system' | 'user'; content: string | ModelContentPart[] }
  | { role: 'assistant'; content: string | null; reasoning: ModelReasoning[]; toolCalls: ModelToolCall[] }
  | { role: 'tool'; toolCallId: string; content: string };

/** The options of a request that an agent's settings decide. */
export interface ModelOptions {
  temperature: number | null;
  maxOutputTokens: number | null;
  reasoningEffort: string | null;
  /** Tokens an Anthropic model may think with; none or null turns thinking off. */
  thinkingBudget: number | null;
  parallelToolCalls: boolean;
  responseFormat: unknown;
}

/** What is asked of a model for one step. `toolChoice` names a tool to force it. */
export interface ModelRequest extends ModelOptions {
  messages: ModelMessage[];
  tools: ToolDefinition[];
  toolChoice: 'auto' | 'required' | 'none' | { name: string };
  signal: AbortSignal;
}

/** Token counts of one step; null where the provider does not say. */
export interface ModelUsage {
  promptTokens: number;
  completionTokens: number;
  totalTokens: number;
  cachedInputTokens: number | null;
  cacheWriteTokens: number | null;
  reasoningTokens: number | null;
}

/**
 * What comes back, in order. Deltas of one kind belong together; a tool call's `name` comes once. A signature ends the
 * piece of reasoning before it; with none before it, it is a piece without text. `response`, the last event, is the
 * whole answer in the form the provider gives it without streaming.
 */
export type ModelEvent =
  | { type: 'reasoning'; delta: string }
  | { type: 'reasoning-signature'; signature: string }
  | { type: 'redacted-reasoning'; data: string }
  | { type: 'text'; delta: string }
  | { type: 'tool-call'; index: number; id?: string; name?: string; argumentsDelta?: string }
  | { type: 'usage'; usage: ModelUsage }
  | { type: 'response'; body: Record<string, unknown> }
  | { type: 'finish'; reason: 'stop' | 'tool_calls' | 'length' | 'content_filter' };

/** A model that can take one step. It throws `ModelError` when its provider refuses or fails. */
export interface ChatModel {
  /** The body that `stream` would send to the provider, without its streaming options. */
  payload(request: ModelRequest): Record<string, unknown>;
  stream(request: ModelRequest): AsyncIterable<ModelEvent>;
}

export type ModelErrorType =
  | 'llm_timeout'
  | 'llm_rate_limit'
  | 'llm_authentication'
  | 'llm_bad_request'
  | 'llm_insufficient_credits'
  | 'llm_error';

/**
 * A failure of the provider, in the original's terms. `status` is what a blocking request answers; `detail` begins with
 * the original's code. After a context overflow, a shorter request to the same model may succeed.
 */
export class ModelError extends Error {
  readonly type: ModelErrorType;
  readonly status: number;
  readonly detail: string;
  readonly isContextOverflow: boolean;

  constructor(
    type: ModelErrorType,
    status: number,
    message: string,
    detail: string,
    options: { isContextOverflow?: boolean } = {},
  ) {
    super(message);
    this.type = type;
    this.status = status;
    this.detail = detail;
    this.isContextOverflow = options.isContextOverflow ?? false;
  }
}
