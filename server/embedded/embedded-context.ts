import type { ActiveRuns } from './agent-loop/active-runs.ts';
import type { LoginAnswers } from './mcp/login-answers.ts';
import type { McpPool } from './mcp/mcp-pool.ts';
import type { PassageIndex } from './memory/passage-index.ts';
import type { ModelRegistry } from './models/model-registry.ts';
import type { KeySeal } from './store/key-seal.ts';
import type { Database } from './store/open-database.ts';

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
  log(line: string): void;
}
