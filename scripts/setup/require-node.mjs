import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const NEEDED = [22, 19];

/** The Node program that can run the server: this one if it is new enough, else the one that comes with the dependencies. */
export function requireNode(root) {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const bundled = bundledNodes(root).find(runsAndIsNewEnough);
  if (bundled) return bundled;
  throw new Error(
    `Letta ADE needs Node ${NEEDED.join('.')} or newer; this is Node ${process.versions.node}, and the dependencies bring no newer one for this platform (${process.platform} ${process.arch}).\nInstall Node 24 from https://nodejs.org and run the command again.`,
  );
}

function bundledNodes(root) {
  const windows = process.platform === 'win32';
  const platform = `${windows ? 'win' : process.platform}-${process.arch}`;
  const program = windows ? 'node.exe' : 'node';
  return [`node-${platform}`, `node-bin-${platform}`].map((name) => join(root, 'node_modules', name, 'bin', program));
}

function runsAndIsNewEnough(path) {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return Boolean(stdout) && isNewEnough(stdout.trim().slice(1));
}

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}
