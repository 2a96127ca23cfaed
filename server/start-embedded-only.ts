import type { ClosingSteps, Running } from './closing-steps.ts';
import type { Env } from './env.ts';
import { createGate, type Gate } from './gate.ts';
import { createPolicy } from './judge-request.ts';
import { type Log, log as processLog } from './log.ts';
import type { OpenEmbedded } from './open-embedded.ts';
import { serveFetch } from './serve-fetch.ts';
import { startBehindGate } from './start-behind-gate.ts';

export interface StartEmbeddedOnlyOptions {
  env: Env;
  openEmbedded: OpenEmbedded;
  log?: Log;
}

/** Starts the embedded server alone, for any Letta client on this machine. Throws `StartError`, with everything closed again. */
export async function startEmbeddedOnly(options: StartEmbeddedOnlyOptions): Promise<Running> {
  const { env, openEmbedded, log = processLog } = options;
  return await startBehindGate({
    env,
    log,
    command: 'npm run server',
    open: (port, steps) => openGate({ env: { ...env, port }, openEmbedded, log, steps }),
  });
}

async function openGate(parts: Required<StartEmbeddedOnlyOptions> & { steps: ClosingSteps }): Promise<Gate> {
  const { env, openEmbedded, log, steps } = parts;
  const embedded = await openEmbedded({
    folder: env.home,
    keys: env.modelKeys,
    password: env.serverPassword,
    mcp: env.mcp,
    log: log.info,
  });
  steps.add(embedded.close);
  const policy = createPolicy({ ...env, isDev: false, surface: 'letta' });
  const api = serveFetch(embedded.fetch, log);
  // The policy of this surface sends nothing to pages.
  return createGate({ policy, api, pages: api, log });
}
