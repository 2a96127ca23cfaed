import { openEmbedded } from '#server/embedded/open-embedded.ts';
import type { Running } from './closing-steps.ts';
import { type Env, readEnv } from './env.ts';
import { log } from './log.ts';
import { isLoopback } from './loopback-host.ts';
import { startAde } from './start-ade.ts';
import { startEmbeddedOnly } from './start-embedded-only.ts';
import { StartError } from './start-error.ts';
import { stopOnSignals, survivesRejections } from './stop-on-signals.ts';

const FLAGS = new Set(['--dev', '--embedded-only']);

/** Runs the program with these command-line flags until a signal ends it. Throws `StartError` when it cannot start. */
export async function run(flags: readonly string[]): Promise<void> {
  const unknown = flags.find((flag) => !FLAGS.has(flag));
  if (unknown) throw new StartError(`There is no option ${unknown}.`, `The options are ${[...FLAGS].join(' and ')}.`);
  survivesRejections(log);
  const running = await (flags.includes('--embedded-only') ? runEmbeddedOnly() : runAde(flags.includes('--dev')));
  stopOnSignals(running, log);
}

async function runAde(isDev: boolean): Promise<Running> {
  const env = await readEnv();
  const running = await startAde({ env, openEmbedded, isDev });
  adviseTls(env);
  log.info(`Letta ADE is ready at ${running.url}`);
  return running;
}

async function runEmbeddedOnly(): Promise<Running> {
  const env = await readEnv({ defaultPort: 8283, subfolder: 'server', passwordName: 'LETTA_SERVER_PASSWORD' });
  const running = await startEmbeddedOnly({ env, openEmbedded });
  adviseTls(env);
  log.info(`The embedded Letta server is ready at ${running.url}`);
  return running;
}

function adviseTls({ host }: Env): void {
  if (isLoopback(host)) return;
  log.info(
    `Other machines can reach it at ${host}. Without TLS the password can be read on the network. Put a reverse proxy with TLS in front.`,
  );
}
