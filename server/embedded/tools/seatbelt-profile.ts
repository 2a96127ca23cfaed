import { dirname } from 'node:path';
import type { InterpreterPaths } from './list-interpreter-paths.ts';

/** What a tool's process may use under Seatbelt. */
export interface SeatbeltRights {
  interpreter: InterpreterPaths;
  runner: string;
  /** The one folder the tool can write to, by its real path. */
  workspace: string;
}

// The loader, the system's libraries and frameworks, and where Homebrew keeps what its Python links to.
const SYSTEM_FOLDERS = [
  ...['/System', '/usr/lib', '/usr/bin', '/bin', '/usr/share/zoneinfo', '/private/var/db/timezone'],
  ...['/Library/Apple/System', '/private/var/db/dyld'],
  ...['/opt/homebrew/opt', '/opt/homebrew/Cellar', '/opt/homebrew/lib', '/usr/local/opt', '/usr/local/Cellar'],
];
const DEVICES = ['/dev/null', '/dev/zero', '/dev/random', '/dev/urandom'];

/**
 * The profile for `sandbox-exec -p`: everything is denied except what is named, the network included. A tool can start
 * programs, and these stay under the same profile. Throws for a path that cannot be written in a profile.
 */
export function buildSeatbeltProfile({ interpreter, runner, workspace }: SeatbeltRights): string {
  const folders = [...SYSTEM_FOLDERS, ...interpreter.folders, workspace];
  const files = [...interpreter.files, runner, ...DEVICES];
  const parents = new Set([...folders, ...files].flatMap(listParents));
  return [
    '(version 1)',
    '(deny default)',
    '(allow process-fork)',
    '(allow process-info* (target same-sandbox))',
    '(allow signal (target same-sandbox))',
    '(allow sysctl-read)',
    '(allow ipc-posix-sem)',
    allow('process-exec', folders.map(subpath), interpreter.files.map(literal)),
    // Resolving a path needs the names above it, not what else lies there.
    allow('file-read-metadata', [...parents].map(literal)),
    allow('file-read*', ['(literal "/")'], folders.map(subpath), files.map(literal)),
    allow('file-write*', [subpath(workspace)], DEVICES.map(literal)),
    '',
  ].join('\n');
}

function allow(operation: string, ...filters: string[][]): string {
  return `(allow ${operation}${filters
    .flat()
    .map((filter) => `\n  ${filter}`)
    .join('')})`;
}

function subpath(path: string): string {
  return `(subpath ${quote(path)})`;
}

function literal(path: string): string {
  return `(literal ${quote(path)})`;
}

/** A quote or a line break in a path could end the string and add a rule. */
function quote(path: string): string {
  if (!path.startsWith('/') || /["\\\p{Cc}]/u.test(path))
    throw new Error(`A sandbox cannot be made for the path ${JSON.stringify(path)}.`);
  return `"${path}"`;
}

function listParents(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...listParents(parent)];
}
