import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import type { ToolDefinition } from '#server/embedded/models/chat-model.ts';
import type { ModelInfo } from '#server/embedded/models/model-info.ts';
import type { ModelSettings } from '#server/embedded/models/model-settings.ts';
import type { AgentRow } from '#server/embedded/store/agents.ts';
import type { Thread } from '#server/embedded/store/threads.ts';
import type { WireMessage } from './to-letta-messages.ts';
import type { CalledTool, ToolRule } from './tool-rules.ts';

/** How a client wants its turn. */
export interface TurnOptions {
  maxSteps: number;
  streamTokens: boolean;
  /** Only these message types are sent; null means all. */
  returnTypes: string[] | null;
  /** Tools the client runs itself: a call of one is handed over like a request for approval. */
  clientTools: ToolDefinition[];
  /** Whether compactions are told as events; else their summary comes as a user message. */
  includeCompaction: boolean;
  /** A system prompt for this turn only, in place of the compiled one. */
  overrideSystem: string | null;
}

/** One turn of an agent while it goes on. */
export interface Turn {
  context: EmbeddedContext;
  agent: AgentRow;
  thread: Thread;
  model: ModelInfo;
  settings: ModelSettings;
  rules: ToolRule[];
  runId: string;
  options: TurnOptions;
  signal: AbortSignal;
  /** The tools called so far, for the rules. */
  called: CalledTool[];
  /** The messages of this turn that wait for their first step. */
  unclaimed: string[];
  send(message: WireMessage): void;
}

export type StopReason =
  | 'end_turn'
  | 'error'
  | 'llm_api_error'
  | 'max_steps'
  | 'max_tokens_exceeded'
  | 'requires_approval'
  | 'tool_rule'
  | 'cancelled';
