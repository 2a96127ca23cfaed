import { once } from 'node:events';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Wrapper } from './plan-launch.ts';
import { planLaunch } from './plan-launch.ts';
import { type ProcessOutcome, runProcess } from './run-process.ts';
import { createToolWorkspace, removeToolWorkspace } from './tool-workspace.ts';

/** Why a wrapper cannot be used: the test program did not run in it, or could do what it must not. */
export type ProbeProblem = { kind: 'broken'; message: string } | { kind: 'open'; what: string };

const TIMEOUT_SECONDS = 10;

const SOURCE = `import socket

def attempt(action):
    try:
        action()
        return True
    except OSError:
        return False

def probe(folder: str, port: int):
    actions = {
        "read a file of yours": lambda: open(folder + "/canary").read(),
        "write a file of yours": lambda: open(folder + "/written", "w").close(),
        "connect to this computer": lambda: socket.create_connection(("127.0.0.1", port), 1).close(),
    }
    return " and ".join(name for name, action in actions.items() if attempt(action))
`;

/**
 * Starts a test tool in the wrapper as any other tool and lets it try to read and write a file outside and to connect to a
 * port of this computer, both of which exist. Null if it ran and none of that worked. Never throws.
 */
export async function probeWrapper(wrapper: Wrapper, python: string): Promise<ProbeProblem | null> {
  const listener = createServer((socket) => socket.destroy());
  let folder: string | undefined;
  let workspace: string | undefined;
  try {
    folder = await mkdtemp(join(await realpath(tmpdir()), 'letta-probe-'));
    workspace = await createToolWorkspace();
    await writeFile(join(folder, 'canary'), 'canary');
    const launch = await planLaunch({ wrapper, python, workspace, gateway: null });
    const args = { folder, port: await listen(listener) };
    const request = { source: SOURCE, functionName: 'probe', args, env: {}, processes: null };
    const signal = undefined;
    return judge(
      await runProcess({ launch, request: { ...request, timeoutSeconds: TIMEOUT_SECONDS }, workspace, signal }),
    );
  } catch (error) {
    return { kind: 'broken', message: error instanceof Error ? error.message : String(error) };
  } finally {
    listener.close();
    if (workspace) await removeToolWorkspace(workspace);
    if (folder) await rm(folder, { recursive: true, force: true });
  }
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function judge({ report, end, stderr }: ProcessOutcome): ProbeProblem | null {
  if (report?.status === 'success') return report.value === '' ? null : { kind: 'open', what: report.value };
  const lastLine = stderr.trim().split('\n').at(-1);
  return { kind: 'broken', message: report?.value || lastLine || `the test program ended with "${end}"` };
}
