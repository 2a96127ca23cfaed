import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type FrameRecord, installProbe, record } from './frame-probe.ts';
import { makeHistory } from './make-history.ts';
import type { Bench } from './open-bench-page.ts';
import type { TimedAnswer } from './start-long-letta.ts';
import { withPage } from './with-page.ts';

/** It came with the unit tests' runner. */
const BUNDLER = join('node_modules', 'rolldown', 'bin', 'cli.mjs');
const SOURCE = join('scripts', 'bench', 'plain-list.tsx');

interface PlainOptions {
  rows: number;
  answer: TimedAnswer;
  seconds: number;
}

/** The same messages and the same stream in a plain list, for the ratio. Only the bench ever loads it. */
export async function measurePlainList({ letta }: Bench, options: PlainOptions): Promise<FrameRecord> {
  const { rows, answer, seconds } = options;
  const script = await bundle();
  const path = `/v1/agents/${await letta.createAgent(makeHistory(rows))}/messages`;
  return await withPage(async (page) => {
    await installProbe(page);
    await page.route('**/plain.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
    const html =
      '<!doctype html><html lang="en"><title>Plain</title><body><script src="/plain.js"></script></body></html>';
    await page.route('**/plain?*', (route) => route.fulfill({ contentType: 'text/html', body: html }));
    await page.goto(`${letta.url}/plain?path=${encodeURIComponent(path)}`);
    await page.getByRole('listitem').last().waitFor({ timeout: 120_000 });
    letta.answerWith(answer);
    await page.getByRole('button', { name: 'Send' }).click();
    await page
      .getByText(/n\d+ n\d+/)
      .last()
      .waitFor({ timeout: 60_000 });
    return await record(page, seconds * 1000);
  });
}

/** The bundler runs as a program of its own: it is no dependency of this project. */
async function bundle(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plain-list-'));
  try {
    const file = join(folder, 'plain.js');
    const production = ['--transform.define', 'process.env.NODE_ENV:"production"'];
    const args = [
      BUNDLER,
      SOURCE,
      '--file',
      file,
      '--platform',
      'browser',
      '--format',
      'iife',
      '--minify',
      ...production,
    ];
    await promisify(execFile)(process.execPath, args);
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
