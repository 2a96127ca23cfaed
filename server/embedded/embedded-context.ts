import type { ActiveRuns } from './agent-loop/active-runs.ts';
import type { ModelRegistry } from './models/model-registry.ts';
import type { Database } from './store/open-database.ts';

/** What every route and the agent loop share. */
export interface EmbeddedContext {
  db: Database;
  models: ModelRegistry;
  runs: ActiveRuns;
  log(line: string): void;
}
