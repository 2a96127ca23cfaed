import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { takeSecrets } from './env.ts';
import { StartError } from './start-error.ts';

/** Next behind the gate. */
export interface Pages {
  handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>;
  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  close(): Promise<void>;
}

export interface StartNextOptions {
  isDev: boolean;
  host: string;
  port: number;
}

const projectFolder = dirname(import.meta.dirname);
const buildFolder = join(projectFolder, '.next');
const buildSchema = z.object({ config: z.record(z.string(), z.unknown()) });

/** Starts Next on the built pages, or on the sources with `isDev`. Throws `StartError` when there is no build. */
export async function startNext({ isDev, host, port }: StartNextOptions): Promise<Pages> {
  Object.assign(process.env, { NODE_ENV: isDev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' });
  if (!isDev) passBuiltConfig();
  const { default: next } = await import('next');
  // Next adds an upgrade listener to the server it is given, past the gate. This one never listens.
  const nowhere = createServer();
  const app = next({ dev: isDev, dir: projectFolder, hostname: host, port, httpServer: nowhere, quiet: true });
  await app.prepare();
  delete process.env[BUILT_CONFIG];
  // Next reads .env files into the environment, where a tool's process could read the keys.
  takeSecrets(process.env);
  const handle = app.getRequestHandler();
  return {
    handle: (incoming, outgoing) => handle(incoming, outgoing),
    upgrade: async (incoming, socket, head) => {
      nowhere.emit('upgrade', incoming, socket, head);
    },
    close: () => app.close(),
  };
}

const BUILT_CONFIG = '__NEXT_PRIVATE_STANDALONE_CONFIG';

/**
 * Hands Next the configuration its build wrote down, as its standalone server does. Else it would load its compiler to
 * read next.config.ts (measured with 16.4.5: 28 MB and 0.1 s).
 */
function passBuiltConfig(): void {
  if (!existsSync(join(buildFolder, 'BUILD_ID'))) {
    throw new StartError('The pages have not been built yet.', 'Run npm start, or npm run build first.');
  }
  const built = buildSchema.parse(JSON.parse(readFileSync(join(buildFolder, 'required-server-files.json'), 'utf8')));
  process.env[BUILT_CONFIG] = JSON.stringify(built.config);
}
