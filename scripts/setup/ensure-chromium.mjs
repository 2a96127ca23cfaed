import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findTestBrowser } from './find-chromium.mjs';
import { installByApt } from './install-by-apt.mjs';
import { runQuietly } from './run-quietly.mjs';

const NO_BROWSER =
  'The end-to-end tests need a Chromium. Install Chromium or Chrome, or set CHROMIUM_PATH to the program, and run npm test again.';

/** The browser for the end-to-end tests; installs one where the system lets us. Null means Playwright's own. */
export async function ensureChromium({ root, node }) {
  const found = findTestBrowser();
  if (found) {
    if (starts(found)) return found;
    if (process.env.CHROMIUM_PATH) throw new Error(`CHROMIUM_PATH is ${found}, which does not start. ${NO_BROWSER}`);
  }
  if (hasPlaywrightsOwn(root)) return null;
  const installed = await installChromium(root);
  if (installed) return installed;
  await runQuietly({
    label: 'Downloading a browser for the tests',
    command: node,
    args: [join(root, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium'],
    cwd: root,
    env: process.env,
    nextStep: NO_BROWSER,
  });
  return null;
}

/** Ubuntu's chromium-browser can be a stub that only points to a snap; a program elsewhere is taken on trust. */
function starts(path) {
  if (process.platform !== 'linux') return true;
  return spawnSync(path, ['--version'], { timeout: 30_000 }).status === 0;
}

function hasPlaywrightsOwn(root) {
  const require = createRequire(join(root, 'package.json'));
  return existsSync(require('playwright-core').chromium.executablePath());
}

async function installChromium(root) {
  const packages = [['chromium-headless-shell', 'chromium'], 'fonts-noto-color-emoji'];
  if (!(await installByApt({ root, label: 'Installing Chromium for the tests', packages }))) return null;
  const found = findTestBrowser();
  return found && starts(found) ? found : null;
}
