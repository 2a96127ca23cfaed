import { chmod, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes an empty folder that only this user can open: the working folder and home of one tool call. */
export async function createToolWorkspace(): Promise<string> {
  return await mkdtemp(join(await realpath(tmpdir()), 'letta-tool-'));
}

/** Removes the folder of a tool call, also when the tool took our rights to it away. Never throws. */
export async function removeToolWorkspace(folder: string): Promise<void> {
  try {
    await removeFolder(folder);
  } catch {
    await unlockFolders(folder).catch(() => undefined);
    await removeFolder(folder).catch(() => undefined);
  }
}

async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
}

async function unlockFolders(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await unlockFolders(join(folder, entry.name));
}
