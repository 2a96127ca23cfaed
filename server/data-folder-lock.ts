import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { shortPath } from './data-folder.ts';
import { processIdentity } from './process-identity.ts';
import { StartError } from './start-error.ts';

/** The right to use a data folder, held until released. */
export interface DataFolderLock {
  release(): Promise<void>;
}

const lockSchema = z.object({ pid: z.int().positive(), startedAt: z.string().optional(), token: z.string() });
type LockContent = z.infer<typeof lockSchema>;

const MOST_ATTEMPTS = 5;

/** Takes the folder for this process. A lock left by a process that is gone is removed; a living one throws `StartError`. */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  const path = join(folder, 'lock');
  const startedAt = await processIdentity(process.pid);
  const mine: LockContent = { pid: process.pid, token: randomUUID(), ...(startedAt && { startedAt }) };
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    if (await create(path, mine)) return { release: () => release(path, mine) };
    const held = await readFile(path, 'utf8').catch(() => undefined);
    if (held === undefined) continue;
    const holder = parseLock(held);
    if (holder && (await isLiving(holder))) throw inUse(folder, holder.pid);
    await removeStale(path, held);
  }
  throw inUse(folder, undefined);
}

/** The whole content appears at once: a half-written lock could be taken for a stale one. */
async function create(path: string, content: LockContent): Promise<boolean> {
  const draft = `${path}.${content.token}`;
  await writeFile(draft, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    // A file system without hard links: exclusive creation is the next best thing.
    return await createExclusively(path, content);
  } finally {
    await rm(draft, { force: true });
  }
}

async function createExclusively(path: string, content: LockContent): Promise<boolean> {
  try {
    await writeFile(path, `${JSON.stringify(content)}\n`, { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function isLiving({ pid, startedAt }: LockContent): Promise<boolean> {
  const now = await processIdentity(pid);
  if (now === '') return false;
  return now === undefined || startedAt === undefined || now === startedAt;
}

/** Two starts may find the same stale lock: whoever moved away a fresh one instead puts it back. */
async function removeStale(path: string, staleText: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const moved = await readFile(aside, 'utf8').catch(() => '');
  if (moved !== staleText) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

async function release(path: string, mine: LockContent): Promise<void> {
  const held = await readFile(path, 'utf8').catch(() => '');
  if (parseLock(held)?.token === mine.token) await rm(path, { force: true });
}

function parseLock(text: string): LockContent | undefined {
  try {
    return lockSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function inUse(folder: string, pid: number | undefined): StartError {
  return new StartError(
    `Another Letta ADE (process ${pid ?? 'unknown'}) is using ${shortPath(folder)}.`,
    'Stop it, or set LETTA_ADE_HOME to another folder.',
  );
}
