import { lstatSync, readlinkSync } from 'node:fs';
import type { InterpreterPaths } from './list-interpreter-paths.ts';

/** What a tool's process finds in the sandbox. */
export interface SandboxContents {
  /** Readable at the same path as outside. */
  interpreter: InterpreterPaths;
  /** The file the interpreter runs. */
  runner: string;
  /** Where the call may use the internet: a socket of ours that leads there, and the file that makes a proxy of it. */
  network: { gateway: string; relay: string } | null;
}

/** Paths inside the sandbox. */
export const INSIDE = {
  home: '/tmp/tool',
  runner: '/letta/python-runner.py',
  relay: '/letta/network-relay.py',
  gateway: '/letta/gateway',
} as const;

/** The file descriptor on which bubblewrap reads the filter for system calls. */
export const FILTER_FD = 4;

const HOME_BYTES = 256 * 1024 ** 2;
const SHARED_MEMORY_BYTES = 64 * 1024 ** 2;

// Programs and shared libraries of the system, time zones, and three files of /etc that name libraries and the time zone.
const SYSTEM = [
  ...['/usr/bin', '/usr/lib', '/usr/lib32', '/usr/lib64', '/usr/local/lib', '/usr/share/zoneinfo'],
  ...['/etc/ld.so.cache', '/etc/alternatives', '/etc/localtime', '/nix/store', '/gnu/store'],
];
// Public certificates, where the big distributions keep them.
const CERTIFICATES = [
  ...['/etc/ssl/certs', '/etc/ssl/cert.pem', '/etc/pki/tls/certs', '/etc/pki/ca-trust/extracted'],
  ...['/usr/share/ca-certificates', '/usr/local/share/ca-certificates'],
];
// Links into /usr on most systems, folders on some.
const TOP_LEVEL = ['/bin', '/lib', '/lib32', '/lib64'];

/**
 * The arguments that make bubblewrap show a process these contents and nothing else of this computer: no network, its own
 * process numbers, an empty writable home of 256 MB in memory, everything else read-only. The command follows them.
 */
export function buildBubblewrapArguments({ interpreter, runner, network }: SandboxContents): string[] {
  return [
    // Without the second, bubblewrap as root would go on where it cannot have a user namespace.
    ...['--unshare-all', '--unshare-user', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
    ...['--uid', '1000', '--gid', '1000', '--hostname', 'tool'],
    ...['--size', String(HOME_BYTES), '--tmpfs', '/tmp', '--dir', INSIDE.home],
    ...SYSTEM.flatMap(readOnlyIfThere),
    ...TOP_LEVEL.flatMap(mountTopLevel),
    ...[...interpreter.folders, ...interpreter.files].flatMap((path) => ['--ro-bind', path, path]),
    ...['--ro-bind', runner, INSIDE.runner],
    ...(network ? mountNetwork(network) : []),
    ...['--proc', '/proc', '--dev', '/dev', '--size', String(SHARED_MEMORY_BYTES), '--tmpfs', '/dev/shm'],
    // Where Letta ADE runs as root, the kernel would let the tool write settings in /proc that reach outside.
    ...['--remount-ro', '/proc', '--remount-ro', '/dev', '--remount-ro', '/', '--chdir', INSIDE.home],
  ];
}

function mountNetwork({ gateway, relay }: { gateway: string; relay: string }): string[] {
  const ours = ['--ro-bind', gateway, INSIDE.gateway, '--ro-bind', relay, INSIDE.relay];
  return [...ours, ...CERTIFICATES.flatMap(readOnlyIfThere)];
}

function readOnlyIfThere(path: string): string[] {
  return ['--ro-bind-try', path, path];
}

function mountTopLevel(path: string): string[] {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  return found.isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path];
}
