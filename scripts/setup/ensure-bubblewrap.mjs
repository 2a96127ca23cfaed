import { spawnSync } from 'node:child_process';
import { installByApt } from './install-by-apt.mjs';

/** The sandbox of Python tools, so that the attacks are tried against it; where it cannot be had, those tests are skipped. */
export async function ensureBubblewrap({ root }) {
  if (process.platform !== 'linux' || spawnSync('bwrap', ['--version']).status === 0) return;
  await installByApt({ root, label: 'Installing bubblewrap for the tests', packages: ['bubblewrap'] });
}
