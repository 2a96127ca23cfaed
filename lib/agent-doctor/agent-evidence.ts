import type { AgentState } from '#lib/letta/agents.ts';
import type { Block } from '#lib/letta/blocks.ts';
import type { ContextWindow } from '#lib/letta/context-window.ts';
import type { Drift } from '#lib/letta/drift.ts';
import type { McpServer } from '#lib/letta/mcp-config.ts';
import type { Run } from '#lib/letta/runs.ts';
import type { Tool } from '#lib/letta/tools.ts';

/** What was read, or why it could not be. */
export type Known<T> = { value: T } | { problem: string };

/** What an MCP server said when it was asked for its tools: their names, or why it gave none. */
export type McpAnswer = Known<string[]> | { refusal: string };

/** All that is known of an agent at one moment; every check looks at this alone. */
export interface AgentEvidence {
  /** By the browser's clock: a server that is reached through another does not tell its own. */
  now: number;
  /** The open thread: its prompt and its context window are looked at. Null is the agent's own. */
  conversationId: string | null;
  agent: AgentState;
  tools: Known<Tool[]>;
  blocks: Known<Block[]>;
  /** The newest runs, the newest first. */
  runs: Known<Run[]>;
  /** The runs that have not ended, with the time of the newest message of each; null where it has none. */
  activeRuns: Known<{ run: Run; lastMessageAt: Known<string | null> }[]>;
  models: Known<string[]>;
  embeddings: Known<string[]>;
  /** Asked for only when a tool of the agent needs one. */
  mcpServers: Known<McpServer[]>;
  /** By the name of the server; only those whose tools the agent has. */
  mcpAnswers: Record<string, McpAnswer>;
  context: Known<ContextWindow>;
  /** Null where the server does not show both prompts. */
  drift: Known<Drift | null>;
}
