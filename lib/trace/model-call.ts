/** How a provider writes its requests. */
export type ProviderShape = 'openai-chat' | 'openai-responses' | 'anthropic' | 'gemini' | 'unknown';

/** A piece of a message. What no reader knows is `other`, with its JSON as text. */
export interface TracePart {
  kind: 'text' | 'image' | 'reasoning' | 'tool-call' | 'tool-return' | 'other';
  text: string;
  /** The tool of a call or return. */
  name?: string;
  callId?: string;
}

export interface TraceMessage {
  role: string;
  parts: TracePart[];
}

export interface TraceTool {
  name: string;
  description: string;
  schema: unknown;
}

/** A memory block as the model reads it in its system prompt. */
export interface TraceBlock {
  label: string;
  value: string;
}

/** What a model was asked, whoever its provider is. */
export interface ModelRequest {
  shape: ProviderShape;
  model: string | null;
  system: string;
  blocks: TraceBlock[];
  tools: TraceTool[];
  messages: TraceMessage[];
  /** Everything else: temperature, limits, the choice of tools. */
  parameters: Record<string, unknown>;
}

/** Token counts as the provider reported them; null where it did not. */
export interface TraceUsage {
  input: number | null;
  output: number | null;
  cached: number | null;
  reasoning: number | null;
}

/** What a model answered. */
export interface ModelAnswer {
  parts: TracePart[];
  finishReason: string | null;
  usage: TraceUsage | null;
  error: string | null;
}
