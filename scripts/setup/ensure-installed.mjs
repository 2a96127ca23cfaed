import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand } from './npm-command.mjs';
import { runQuietly } from './run-quietly.mjs';

const STAMP = join('node_modules', '.letta-ade-install');
const DEV_TOOLS = ['@playwright/test', '@biomejs/biome', 'vitest', 'knip'];

/** Installs what package-lock.json lists unless it is there already. Dev tools that are there stay. */
export async function ensureInstalled({ root, withDevTools }) {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const lockHash = createHash('sha256').update(lockText).digest('hex');
  const hasDevTools = DEV_TOOLS.every((name) => existsSync(join(root, 'node_modules', name, 'package.json')));
  const enough = hasDevTools || !withDevTools;
  if (enough && readStamp(root) === lockHash) return;
  if (enough && isSameTree(root, JSON.parse(lockText), hasDevTools)) {
    writeStamp(root, lockHash);
    return;
  }
  await runNpmCi(root, withDevTools || hasDevTools);
  writeStamp(root, lockHash);
}

async function runNpmCi(root, withDevTools) {
  const { command, args, shell, env } = npmCommand(root);
  await runQuietly({
    label: withDevTools ? 'Installing dependencies and test tools' : 'Installing dependencies',
    command,
    // No dependency needs an install script, so none gets to run one.
    args: [...args, 'ci', withDevTools ? '--include=dev' : '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'],
    cwd: root,
    env,
    shell,
    nextStep: 'Check the network connection (or the proxy settings of npm) and the free disk space, then run it again.',
  });
}

/** True when an install made by hand has every package of the lock in the locked version. */
function isSameTree(root, lock, withDevTools) {
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  if (!installed) return false;
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found) return found.version === wanted.version;
    return wanted.optional || wanted.devOptional || (wanted.dev && !withDevTools);
  });
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function readStamp(root) {
  try {
    return readFileSync(join(root, STAMP), 'utf8').trim();
  } catch {
    return null;
  }
}

function writeStamp(root, lockHash) {
  try {
    writeFileSync(join(root, STAMP), `${lockHash}\n`);
  } catch {
    // A tree owned by someone else works as well; it is only compared again at the next start.
  }
}
