import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Ade, startAde } from '#e2e/start-ade.ts';
import { checkDatabase } from './check-database.ts';
import { checkPromises, type Findings } from './check-promises.ts';
import { createLedger } from './ledger.ts';
import { writeUntilGone } from './write-load.ts';

const CLIENTS = 6;
const LONGEST_LOAD_MS = 1_200;

/** What a number of kills found. */
export interface KillReport extends Findings {
  kills: number;
  acknowledged: number;
}

/**
 * Kills the real server at random instants while clients write, starts it again on the same data, and checks every
 * promise it has made. The data stays from one kill to the next.
 */
export async function killUnderLoad(kills: number, onProgress: (report: KillReport) => void): Promise<KillReport> {
  const server = await startAde({ args: ['--embedded-only'] });
  const ledgers = Array.from({ length: CLIENTS }, createLedger);
  const report: KillReport = { kills: 0, acknowledged: 0, lost: [], corrupt: [] };
  let count = 0;
  const next = () => String(++count);
  try {
    while (report.kills < kills) {
      const load = Promise.allSettled(ledgers.map((ledger) => writeUntilGone({ url: server.url, ledger, next })));
      await delay(randomInt(LONGEST_LOAD_MS));
      await server.kill9();
      for (const end of await load) if (end.status === 'rejected') report.corrupt.push(String(end.reason));
      report.kills += 1;
      report.corrupt.push(...checkDatabase(join(server.home, 'server', 'letta.db')));
      if (report.kills < kills && randomInt(5) === 0) {
        await killWhileStarting(server);
        report.kills += 1;
      }
      await server.start();
      const { lost, corrupt } = await checkPromises(server.url, ledgers);
      report.lost.push(...lost);
      report.corrupt.push(...corrupt);
      report.acknowledged = ledgers.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
      onProgress(report);
    }
  } catch (error) {
    report.corrupt.push(`The soak ended early: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await server.dispose();
  }
  return report;
}

/** Kills it between taking its data folder and serving, or shortly after: while it recovers from the last kill. */
async function killWhileStarting(server: Ade): Promise<void> {
  const before = await readHolder(server.home);
  let hasFailed = false;
  const starting = server.start().catch(() => {
    hasFailed = true;
  });
  let holder = before;
  while ((holder === before || holder === null) && !hasFailed) {
    await delay(2);
    holder = await readHolder(server.home);
  }
  await delay(randomInt(120));
  if (holder !== null && !hasFailed) process.kill(holder, 'SIGKILL');
  await starting;
}

/** The process that has the data folder, as it says itself; null while that is being written. */
async function readHolder(home: string): Promise<number | null> {
  const text = await readFile(join(home, 'server', 'lock.pid'), 'utf8').catch(() => '');
  const pid = /^(\d+)\n$/.exec(text)?.[1];
  return pid === undefined ? null : Number(pid);
}
