import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';

/** It came with the unit tests' runner. */
const BUNDLER = join('node_modules', 'rolldown', 'bin', 'cli.mjs');

/** Serves a page of the bench's own at `/<name>` of any origin the page goes to: nothing of it is in the product. */
export async function serveBenchPage(page: Page, name: string): Promise<void> {
  const script = await bundle(join('scripts', 'bench', `${name}.tsx`));
  await page.route(`**/${name}.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  const html = `<!doctype html><html lang="en"><title>${name}</title><body><script src="/${name}.js"></script></body></html>`;
  await page.route(`**/${name}?*`, (route) => route.fulfill({ contentType: 'text/html', body: html }));
}

/** The bundler runs as a program of its own: it is no dependency of this project. */
async function bundle(source: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-page-'));
  try {
    const file = join(folder, 'page.js');
    const production = ['--transform.define', 'process.env.NODE_ENV:"production"'];
    const shape = ['--platform', 'browser', '--format', 'iife', '--minify', '--inlineDynamicImports'];
    await promisify(execFile)(process.execPath, [BUNDLER, source, '--file', file, ...shape, ...production]);
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
