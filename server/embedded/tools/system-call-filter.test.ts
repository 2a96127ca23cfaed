import { describe, expect, test } from 'vitest';
import { buildSystemCallFilter } from './system-call-filter.ts';

const ALLOW = 0x7fff0000;
const EPERM = 0x50001;
const ENOSYS = 0x50026;
const EAFNOSUPPORT = 0x50061;

const X64 = 0xc000003e;
const ARM64 = 0xc00000b7;

/** Runs the program as the kernel does, on one system call. */
function judge(program: Buffer, audit: number, number: number, args: number[] = []): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(number, 0);
  data.writeUInt32LE(audit, 4);
  args.forEach((arg, index) => {
    data.writeUInt32LE(arg, 16 + 8 * index);
  });
  let loaded = 0;
  for (let at = 0; at < program.length; at += 8) {
    const code = program.readUInt16LE(at);
    const value = program.readUInt32LE(at + 4);
    const skip = (isTrue: boolean) => 8 * program.readUInt8(at + (isTrue ? 2 : 3));
    if (code === 0x06) return value;
    if (code === 0x20) loaded = data.readUInt32LE(value);
    else if (code === 0x15) at += skip(loaded === value);
    else if (code === 0x35) at += skip(loaded >= value);
    else if (code === 0x45) at += skip((loaded & value) !== 0);
    else throw new Error(`unknown instruction ${code}`);
  }
  throw new Error('The program ends without an answer.');
}

describe.each([
  ['x64', X64, { read: 0, execve: 59, ptrace: 101, mount: 165, keyctl: 250, clone: 56, ioctl: 16, socket: 41 }],
  ['arm64', ARM64, { read: 63, execve: 221, ptrace: 117, mount: 40, keyctl: 219, clone: 220, ioctl: 29, socket: 198 }],
] as const)('%s', (architecture, audit, numbers) => {
  const program = buildSystemCallFilter(architecture) ?? Buffer.alloc(0);

  test.each([
    ['read', numbers.read, [], ALLOW],
    ['execve', numbers.execve, [], ALLOW],
    ['ptrace', numbers.ptrace, [], EPERM],
    ['mount', numbers.mount, [], EPERM],
    ['keyctl', numbers.keyctl, [], EPERM],
    ['io_uring_setup', 425, [], EPERM],
    ['move_mount', 429, [], EPERM],
    ['clone3', 435, [], ENOSYS],
    ['clone of a thread', numbers.clone, [0x3d0f00], ALLOW],
    ['clone with a new user namespace', numbers.clone, [0x10000011], EPERM],
    ['clone with a new network', numbers.clone, [0x40000000], EPERM],
    ['ioctl that asks for the window size', numbers.ioctl, [0, 0x5413], ALLOW],
    ['ioctl that types into a terminal', numbers.ioctl, [0, 0x5412], EPERM],
    ['socket of IPv4', numbers.socket, [2], ALLOW],
    ['socket of Unix', numbers.socket, [1], ALLOW],
    ['socket to the host of a virtual machine', numbers.socket, [40], EAFNOSUPPORT],
    ['raw packets', numbers.socket, [17], EAFNOSUPPORT],
  ])('%s', (_name, number, args, answer) => {
    expect(judge(program, audit, number, [...args])).toBe(answer);
  });

  test('numbers of another architecture lead nowhere', () => {
    for (const other of [X64, ARM64, 0x40000003].filter((each) => each !== audit))
      expect(judge(program, other, numbers.read)).toBe(ENOSYS);
    expect(judge(program, audit, 0x40000000 + numbers.read)).toBe(ENOSYS);
  });
});

test('an architecture whose numbers are not known has no program', () => {
  expect(buildSystemCallFilter('ppc64')).toBeNull();
});
