import { createServer } from 'node:http';
import { openEmbedded } from '#server/embedded/open-embedded.ts';
import { log } from '#server/log.ts';
import { serveFetch } from '#server/serve-fetch.ts';
import type { RemoteHabits } from './remote-habits.ts';
import { createRemoteHandler, type RemoteHandler } from './remote-handler.ts';

/** How the test process tells this one what to be; one line of JSON in REMOTE_LETTA. */
export interface RemoteSettings {
  folder: string;
  password: string | null;
  prefix: string;
  /** Secret path under which the test changes habits and reads what arrived. */
  control: string;
  openaiBaseUrl?: string | undefined;
  /** Takes MCP servers of this machine, which the original never does. */
  privateMcp: boolean;
}

async function main(): Promise<void> {
  const settings = JSON.parse(process.env.REMOTE_LETTA ?? '{}') as RemoteSettings;
  const keys = settings.openaiBaseUrl ? { openaiApiKey: 'sk-remote', openaiBaseUrl: settings.openaiBaseUrl } : {};
  const mcp = { allowStdio: false, allowPrivate: settings.privateMcp };
  const embedded = await openEmbedded({ folder: settings.folder, keys, log: log.info, mcp });
  const remote = createRemoteHandler({ ...settings, backend: (request) => embedded.fetch(request) });
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing));
  const serve = serveFetch((request) =>
    new URL(request.url).pathname === settings.control ? control(request, remote) : remote.fetch(request),
  );
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    process.stdout.write(`Remote Letta is ready at http://127.0.0.1:${port}\n`);
  });
  process.once('SIGTERM', () => {
    server.close();
    server.closeAllConnections();
    void embedded.close();
  });
}

async function control(request: Request, { setHabits, seen }: RemoteHandler): Promise<Response> {
  if (request.method === 'DELETE') seen.length = 0;
  if (request.method === 'PUT') setHabits((await request.json()) as Partial<RemoteHabits>);
  return Response.json(seen);
}

await main();
