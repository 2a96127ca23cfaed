import { type ClosingSteps, createClosingSteps, type Running } from './closing-steps.ts';
import { prepareDataFolder } from './data-folder.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import type { Env } from './env.ts';
import type { Gate } from './gate.ts';
import { listen } from './listen.ts';
import type { Log } from './log.ts';
import { readableUrl } from './loopback-host.ts';

export interface StartBehindGateOptions {
  env: Env;
  log: Log;
  /** How a person starts this program, for the advice in errors. */
  command: string;
  /** Opens what stands behind the gate; `port` is the real one. What it adds to `steps` is closed in reverse order. */
  open(port: number, steps: ClosingSteps): Promise<Gate>;
}

/**
 * Takes the data folder, opens the port and then everything behind it. Requests that come before all is ready wait.
 * Throws `StartError`, with everything closed again.
 */
export async function startBehindGate({ env, log, command, open }: StartBehindGateOptions): Promise<Running> {
  const steps = createClosingSteps(log);
  try {
    await prepareDataFolder(env.home);
    const lock = await lockDataFolder(env.home);
    steps.add(lock.release);
    const { server, port, close } = await listen({ host: env.host, port: env.port, command });
    const opening = open(port, steps);
    server.on('request', (incoming, outgoing) => {
      opening.then((gate) => gate.onRequest(incoming, outgoing)).catch(() => incoming.destroy());
    });
    server.on('upgrade', (incoming, socket, head) => {
      opening.then((gate) => gate.onUpgrade(incoming, socket, head)).catch(() => socket.destroy());
    });
    // Added last, so run first: nothing new comes in while the parts close.
    await opening.finally(() => steps.add(close));
    return { url: readableUrl(env.host, port), close: steps.closeAll };
  } catch (error) {
    await steps.closeAll();
    throw error;
  }
}
