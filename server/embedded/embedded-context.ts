import type { ActiveRuns } from './agent-loop/active-runs.ts';
import type { LoginAnswers } from './mcp/login-answers.ts';
import type { McpPool } from './mcp/mcp-pool.ts';
import type { PassageIndex } from './memory/passage-index.ts';
import type { ModelRegistry } from './models/model-registry.ts';
import type { KeySeal } from './store/key-seal.ts';
import type { Database } from './store/open-database.ts';

/** The value an agent gave a block, and how. */
export interface MemoryWrite {
  blockId: string;
  value: string;
  agentId: string;
  runId: string | null;
  tool: string;
}

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
  /** Called after an agent's memory tool has changed a block. */
  onMemoryWrite(write: MemoryWrite): void;
  log(line: string): void;
}
