import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { type EnvironmentFailure, installEnvironment } from './install-environment.ts';
import { lockFile } from './lock-file.ts';
import { parseRequirements } from './parse-requirements.ts';

interface EnvironmentRequest {
  python: { path: string; version: string };
  requirements: readonly string[];
  /** Where environments are kept; made if missing. */
  folder: string;
  onProgress: ((line: string) => void) | undefined;
  signal: AbortSignal | undefined;
}

interface Installation {
  done: Promise<EnvironmentFailure | null>;
  stop: AbortController;
  waiting: number;
  listeners: Set<(line: string) => void>;
}

const INSTALL_MS = 600_000;
const PYTHON = platform() === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
// Written last: an environment without it was not finished.
const READY = 'letta-ready';

const going = new Map<string, Installation>();

/**
 * The interpreter of a virtual environment with these packages, made at the first call and used again after. Callers who
 * want the same one wait for each other, in other processes too. An installation that fails, or that nobody waits for any
 * more, leaves nothing. Never throws: what goes wrong is a `problem`, an `ExceptionType: sentence`.
 */
export async function ensureEnvironment(
  request: EnvironmentRequest,
): Promise<{ python: string } | { problem: string }> {
  const requirements = parseRequirements(request.requirements);
  if ('problem' in requirements) return { problem: `ValueError: ${requirements.problem}` };
  const name = createHash('sha256')
    .update(JSON.stringify([request.python.version, requirements]))
    .digest('hex');
  try {
    await mkdir(request.folder, { recursive: true, mode: 0o700 });
    const environment = join(await realpath(request.folder), name.slice(0, 32));
    if (!isReady(environment)) {
      const failure = await joinInstallation(environment, { ...request, requirements });
      if (failure) return failure;
    }
    return { python: pythonOf(environment) };
  } catch (error) {
    return {
      problem: `RuntimeError: packages could not be installed: ${error instanceof Error ? error.message : error}`,
    };
  }
}

/** False also when the Python it was made with is gone, which its own is a link to. */
function isReady(environment: string): boolean {
  return existsSync(join(environment, READY)) && existsSync(pythonOf(environment));
}

function pythonOf(environment: string): string {
  return join(environment, ...PYTHON);
}

async function joinInstallation(
  environment: string,
  { python, requirements, onProgress, signal }: Omit<EnvironmentRequest, 'folder'>,
): Promise<EnvironmentFailure | null> {
  const installation = going.get(environment) ?? begin(environment, { python: python.path, requirements });
  if (onProgress) installation.listeners.add(onProgress);
  installation.waiting += 1;
  const given = Promise.withResolvers<EnvironmentFailure>();
  const giveUp = () => given.resolve({ problem: 'CancelledError: stopped because the call was cancelled' });
  signal?.addEventListener('abort', giveUp, { once: true });
  if (signal?.aborted) giveUp();
  try {
    return await Promise.race([installation.done, given.promise]);
  } finally {
    signal?.removeEventListener('abort', giveUp);
    if (onProgress) installation.listeners.delete(onProgress);
    installation.waiting -= 1;
    if (installation.waiting === 0) {
      // Whoever comes now begins anew, and waits at the lock until this one is cleared away.
      forget(environment, installation);
      installation.stop.abort();
    }
  }
}

function begin(environment: string, wanted: { python: string; requirements: readonly string[] }): Installation {
  const stop = new AbortController();
  const listeners = new Set<(line: string) => void>();
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(INSTALL_MS)]);
  const onLine = (line: string) => {
    for (const listener of listeners) listener(line);
  };
  const done = install(environment, { ...wanted, signal, onLine });
  const installation = { done, stop, waiting: 0, listeners };
  going.set(environment, installation);
  done.catch(() => undefined).finally(() => forget(environment, installation));
  return installation;
}

function forget(environment: string, installation: Installation): void {
  if (going.get(environment) === installation) going.delete(environment);
}

async function install(
  environment: string,
  options: Omit<Parameters<typeof installEnvironment>[0], 'environment' | 'interpreter'>,
): Promise<EnvironmentFailure | null> {
  const lock = await lockFile(`${environment}.lock`, options.signal);
  try {
    if (isReady(environment)) return null;
    await rm(environment, { recursive: true, force: true });
    const failure = await installEnvironment({ ...options, environment, interpreter: pythonOf(environment) });
    if (!failure) await writeFile(join(environment, READY), '');
    return failure;
  } finally {
    if (!isReady(environment)) await rm(environment, { recursive: true, force: true, maxRetries: 3 });
    lock.release();
  }
}
