import { platform } from 'node:os';
import { describe, expect, test } from 'vitest';
import { buildBubblewrapArguments } from './bubblewrap-arguments.ts';

const interpreter = {
  folders: ['/home/ada/.pyenv/versions/3.12.1/lib'],
  files: ['/home/ada/.pyenv/versions/3.12.1/bin/python3'],
};
const contents = { interpreter, runner: '/srv/python-runner.py', network: null };
const network = { gateway: '/tmp/x/gateway', relay: '/srv/network-relay.py' };

/** Every `[what, from, to]` that is shown from outside. */
function listMounts(args: string[]): string[][] {
  return args.flatMap((arg, at) => (arg.includes('bind') ? [args.slice(at, at + 3)] : []));
}

describe.runIf(platform() === 'linux')('buildBubblewrapArguments', () => {
  test('separates everything that can be, and drops every right', () => {
    const line = buildBubblewrapArguments(contents).join(' ');
    for (const part of [
      '--unshare-all',
      '--unshare-user',
      '--die-with-parent',
      '--new-session',
      '--cap-drop ALL',
      '--proc /proc',
    ])
      expect(line).toContain(part);
    expect(line).not.toContain('--share-net');
    expect(buildBubblewrapArguments({ ...contents, network }).join(' ')).not.toContain('--share-net');
  });

  test('shows nothing that can be written', () => {
    const mounts = listMounts(buildBubblewrapArguments({ ...contents, network }));
    expect(mounts.filter(([what]) => !what?.startsWith('--ro-bind'))).toEqual([]);
    expect(buildBubblewrapArguments(contents).join(' ')).toMatch(/--remount-ro \/proc .*--remount-ro \/ /);
  });

  test('shows the interpreter, the runner and the system’s libraries, and nothing private', () => {
    const sources = listMounts(buildBubblewrapArguments(contents)).map(([, from]) => from);
    expect(sources).toEqual(
      expect.arrayContaining(['/usr/lib', ...interpreter.folders, ...interpreter.files, contents.runner]),
    );
    for (const path of ['/', '/etc', '/home', '/root', '/var', '/run', '/tmp', '/usr', '/dev', '/sys', '/etc/passwd'])
      expect(sources).not.toContain(path);
    expect(sources.filter((path) => path?.startsWith('/etc/'))).toEqual([
      '/etc/ld.so.cache',
      '/etc/alternatives',
      '/etc/localtime',
    ]);
  });

  test('memory is the only place to write, and it is limited', () => {
    const args = buildBubblewrapArguments(contents);
    const sizes = args.flatMap((arg, at) => (arg === '--tmpfs' ? [args.slice(at - 2, at + 2)] : []));
    expect(sizes).toEqual([
      ['--size', '268435456', '--tmpfs', '/tmp'],
      ['--size', '67108864', '--tmpfs', '/dev/shm'],
    ]);
  });

  test('certificates and the gateway come with the network only', () => {
    const closed = buildBubblewrapArguments(contents).join(' ');
    const open = buildBubblewrapArguments({ ...contents, network }).join(' ');
    for (const path of ['/etc/ssl/certs', '/letta/gateway', '/letta/network-relay.py']) {
      expect(closed).not.toContain(path);
      expect(open).toContain(path);
    }
  });
});
