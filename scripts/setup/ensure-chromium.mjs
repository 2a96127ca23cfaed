import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findChromium } from './find-chromium.mjs';
import { runQuietly } from './run-quietly.mjs';

const NO_BROWSER =
  'The end-to-end tests need a Chromium. Install Chromium or Chrome, or set CHROMIUM_PATH to the program, and run npm test again.';

/** The browser for the end-to-end tests; installs one where the system lets us. Null means Playwright's own. */
export async function ensureChromium({ root, node }) {
  const found = findChromium();
  if (found) {
    if (starts(found)) return found;
    if (process.env.CHROMIUM_PATH) throw new Error(`CHROMIUM_PATH is ${found}, which does not start. ${NO_BROWSER}`);
  }
  if (hasPlaywrightsOwn(root)) return null;
  const installed = await installByApt(root);
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

async function installByApt(root) {
  const asRoot = rootPrefix();
  if (!asRoot) return null;
  const [command, ...args] = [...asRoot, 'apt-get'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await runQuietly({
      label: 'Reading the package list',
      command,
      args: [...args, 'update'],
      cwd: root,
      env,
      nextStep: '',
    });
    await runQuietly({
      label: 'Installing Chromium for the tests',
      command,
      args: [...args, 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-color-emoji'],
      cwd: root,
      env,
      nextStep: '',
    });
  } catch (error) {
    console.log(error.message);
    return null;
  }
  const found = findChromium();
  return found && starts(found) ? found : null;
}

/** How to run a command as root without being asked for a password, on a system with apt; else null. */
function rootPrefix() {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return null;
  if (process.getuid() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null;
}
