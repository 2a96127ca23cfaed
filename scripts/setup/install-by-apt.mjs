import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runQuietly } from './run-quietly.mjs';

/**
 * Installs Debian packages where the system lets us without asking; says why not and returns false where it does not.
 * A package is a name, or several: the first that this system knows.
 */
export async function installByApt({ root, label, packages }) {
  const asRoot = rootPrefix();
  if (!asRoot) return false;
  const [command, ...args] = [...asRoot, 'apt-get'];
  const options = { command, cwd: root, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, nextStep: '' };
  try {
    await runQuietly({ ...options, label: 'Reading the package list', args: [...args, 'update'] });
    const names = packages.map((wanted) => [wanted].flat().find(isKnown) ?? [wanted].flat().at(-1));
    await runQuietly({ ...options, label, args: [...args, 'install', '-y', '--no-install-recommends', ...names] });
    return true;
  } catch (error) {
    console.log(error.message);
    return false;
  }
}

function isKnown(name) {
  return spawnSync('apt-cache', ['show', name]).status === 0;
}

/** How to run a command as root without being asked for a password, on a system with apt; else null. */
function rootPrefix() {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return null;
  if (process.getuid() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null;
}
