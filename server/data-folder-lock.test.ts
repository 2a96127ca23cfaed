import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { lockDataFolder } from './data-folder-lock.ts';
import { StartError } from './start-error.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ade-lock-'));
});

test('a second start is told who holds the folder, and may have it after the first ended', async () => {
  const lock = await lockDataFolder(folder);
  const refusal = await lockDataFolder(folder).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(StartError);
  expect((refusal as StartError).message).toBe(`Another Letta ADE (process ${process.pid}) is using ${folder}.`);
  expect((refusal as StartError).next).toBe('Stop it, or set LETTA_ADE_HOME to another folder.');
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
  await (await lockDataFolder(folder)).release();
});

test('of many starts at once, one wins', async () => {
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataFolder(folder)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await readdir(folder)).toEqual(['lock']);
});

test('of many starts that find a stale lock, one wins', async () => {
  await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.pid, startedAt: 'another time', token: 'x' }));
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataFolder(folder)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('the lock of a killed process is taken over', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  await writeFile(join(folder, 'lock'), JSON.stringify({ pid: child.pid, token: 'x' }));
  await expect(lockDataFolder(folder)).rejects.toThrow(StartError);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await lockDataFolder(folder);
  expect(JSON.parse(await readFile(join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
});

test.skipIf(process.platform === 'win32')('a later process with the same number does not count', async () => {
  await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.pid, startedAt: 'another time', token: 'x' }));
  await lockDataFolder(folder);
});

test('an unreadable lock is taken over', async () => {
  await writeFile(join(folder, 'lock'), '{');
  await lockDataFolder(folder);
});

test('releasing twice never removes the lock of another', async () => {
  const first = await lockDataFolder(folder);
  await first.release();
  await lockDataFolder(folder);
  await first.release();
  await expect(lockDataFolder(folder)).rejects.toThrow(StartError);
});
