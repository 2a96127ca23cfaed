import type { ActiveRuns } from './agent-loop/active-runs.ts';
import type { LoginAnswers } from './mcp/login-answers.ts';
import type { McpPool } from './mcp/mcp-pool.ts';
import type { PassageIndex } from './memory/passage-index.ts';
import type { ModelRegistry } from './models/model-registry.ts';
import type { KeySeal } from './store/key-seal.ts';
import type { Database } from './store/open-database.ts';

/** A block that has got another value. */
export interface ValueChange {
  blockId: string;
  before: string;
  value: string;
}

/** Who gave a block its value: an agent in a turn, or a client of the server. */
export type MemoryWriter = { cause: 'agent'; agentId: string; runId: string | null; tool: string } | { cause: 'saved' };

export type MemoryWrite = ValueChange & MemoryWriter;

/** What every route and the agent loop share. */
export interface EmbeddedContext {
  db: Database;
  models: ModelRegistry;
  runs: ActiveRuns;
  passages: PassageIndex;
  mcp: McpPool;
  /** The logins to MCP servers that wait for a person. */
  logins: LoginAnswers;
  /** Seals the keys of people's own providers. */
  seal: KeySeal;
  /** Where the packages of tools are kept; null in memory, where no tool can have any. */
  environmentsFolder: string | null;
  /** Called for every new value of a block, in the order they are stored. */
  onMemoryWrite(write: MemoryWrite): void;
  log(line: string): void;
}
