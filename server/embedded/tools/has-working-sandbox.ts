import { execFileSync } from 'node:child_process';
import { platform } from 'node:os';

const BUBBLEWRAP = 'bwrap';

/** For tests: whether a sandbox must be used on this system, asked of the system and not of the code under test. */
export function hasWorkingSandbox(): boolean {
  if (platform() === 'darwin') return true;
  if (platform() !== 'linux') return false;
  try {
    const rights = [
      '--unshare-all',
      '--unshare-user',
      '--size',
      '4096',
      '--tmpfs',
      '/tmp',
      '--proc',
      '/proc',
      '--dev',
      '/dev',
    ];
    execFileSync(BUBBLEWRAP, ['--ro-bind', '/', '/', ...rights, 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
