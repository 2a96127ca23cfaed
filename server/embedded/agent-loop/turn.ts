import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import type { ModelInfo } from '#server/embedded/models/model-info.ts';
import type { AgentRow } from '#server/embedded/store/agents.ts';
import type { WireMessage } from './to-letta-messages.ts';

/** How a client wants its turn. */
export interface TurnOptions {
  maxSteps: number;
  streamTokens: boolean;
  /** Only these message types are sent; null means all. */
  returnTypes: string[] | null;
}

/** One turn of an agent while it goes on. */
export interface Turn {
  context: EmbeddedContext;
  agent: AgentRow;
  model: ModelInfo;
  runId: string;
  options: TurnOptions;
  signal: AbortSignal;
  send(message: WireMessage): void;
}

export type StopReason =
  | 'end_turn'
  | 'error'
  | 'llm_api_error'
  | 'max_steps'
  | 'max_tokens_exceeded'
  | 'tool_rule'
  | 'cancelled';
