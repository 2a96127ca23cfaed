import { join } from 'node:path';
import { createActiveRuns } from './agent-loop/active-runs.ts';
import { createApp } from './app.ts';
import type { MemoryWrite } from './embedded-context.ts';
import { createLoginAnswers } from './mcp/login-answers.ts';
import { createMcpPool, type McpPolicy } from './mcp/mcp-pool.ts';
import { installBaseTools } from './memory/base-tools.ts';
import { createPassageIndex } from './memory/passage-index.ts';
import type { ModelKeys } from './model-keys.ts';
import { createModelRegistry } from './models/model-registry.ts';
import { requirePassword } from './require-password.ts';
import { applyProviders } from './routes/provider-routes.ts';
import { openKeySeal } from './store/key-seal.ts';
import { openDatabase } from './store/open-database.ts';
import { failOrphanedRuns } from './store/runs.ts';

/** The embedded server, ready to answer requests whose paths begin with `/v1/`. */
export interface Embedded {
  fetch(request: Request): Promise<Response>;
  /** Stops the runs going on, keeping what they have said, and closes the database. */
  close(): Promise<void>;
}

/** Opens the embedded server on `folder` (made if missing), or in memory when `folder` is null. */
export async function openEmbedded(options: {
  folder: string | null;
  keys: ModelKeys;
  /** Every request must carry it. */
  password?: string | undefined;
  /** Which MCP servers people may add; by default those on the public internet. */
  mcp?: McpPolicy | undefined;
  /** Told of every new value of a block, in the order they are stored. */
  onMemoryWrite?: ((write: MemoryWrite) => void) | undefined;
  log(line: string): void;
}): Promise<Embedded> {
  const db = openDatabase(options.folder === null ? ':memory:' : join(options.folder, 'letta.db'));
  const orphans = await failOrphanedRuns(db);
  if (orphans > 0) options.log(`Runs going on when the server last stopped, now marked as failed: ${orphans}`);
  await installBaseTools(db);
  const runs = createActiveRuns();
  const mcp = createMcpPool({ policy: options.mcp ?? { allowStdio: false, allowPrivate: false } });
  const context = {
    db,
    runs,
    passages: createPassageIndex(db),
    mcp,
    logins: createLoginAnswers(),
    models: createModelRegistry(options.keys, options.log),
    seal: openKeySeal(options.folder),
    environmentsFolder: options.folder === null ? null : join(options.folder, 'environments'),
    onMemoryWrite: options.onMemoryWrite ?? (() => undefined),
    log: options.log,
  };
  await applyProviders(context);
  const app = createApp(context);
  const fetch = async (request: Request) => await app.fetch(request);
  return {
    fetch: options.password ? requirePassword(options.password, fetch) : fetch,
    async close() {
      await runs.stopAll();
      await mcp.close();
      await context.passages.close();
      await db.destroy();
    },
  };
}
