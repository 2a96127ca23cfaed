import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { lockDataFolder } from './data-folder-lock.ts';
import { StartError } from './start-error.ts';

const HOLD_LOCK = `
  const { lockDataFolder } = await import(process.argv[1]);
  await lockDataFolder(process.argv[2]).then(() => console.log('held'), (error) => console.log(error.message));
  setInterval(() => {}, 1000);`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ade-lock-'));
});

/** Another process that asks for the lock; the promise gives what it says of it. */
function startHolder() {
  const module = new URL('./data-folder-lock.ts', import.meta.url).href;
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOLD_LOCK, module, folder]);
  return { child, said: once(child.stdout, 'data').then(([line]) => String(line).trim()) };
}

test('a second start is told who holds the folder, and may have it after the first ended', async () => {
  const lock = await lockDataFolder(folder);
  const refusal = await lockDataFolder(folder).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(StartError);
  expect((refusal as StartError).message).toBe(`Another Letta ADE (process ${process.pid}) is using ${folder}.`);
  expect((refusal as StartError).next).toBe('Stop it, or set LETTA_ADE_HOME to another folder.');
  await lock.release();
  expect(await readdir(folder)).not.toContain('lock.pid');
  await (await lockDataFolder(folder)).release();
});

test('of many starts at once, one wins', async () => {
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataFolder(folder)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('of several processes at once, one wins, and its lock ends when it is killed', async () => {
  const holders = Array.from({ length: 4 }, startHolder);
  const said = await Promise.all(holders.map((holder) => holder.said));
  const winner = holders[said.indexOf('held')]?.child;
  expect(said.filter((line) => line === 'held')).toHaveLength(1);
  expect(said.filter((line) => line.includes('Another Letta ADE'))).toHaveLength(3);
  await expect(lockDataFolder(folder)).rejects.toThrow(`(process ${winner?.pid})`);
  for (const { child } of holders) child.kill('SIGKILL');
  await Promise.all(holders.map(({ child }) => child.exitCode ?? child.signalCode ?? once(child, 'exit')));
  await (await lockDataFolder(folder)).release();
});

test('releasing twice never takes the lock of another', async () => {
  const first = await lockDataFolder(folder);
  await first.release();
  await lockDataFolder(folder);
  await first.release();
  await expect(lockDataFolder(folder)).rejects.toThrow(StartError);
});
