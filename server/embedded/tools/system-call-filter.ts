/** Numbers of system calls on one architecture, and the name the kernel has for it. */
interface Architecture {
  audit: number;
  clone: number;
  ioctl: number;
  socket: number;
  denied: readonly number[];
}

// open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, mount_setattr, open_tree_attr, io_uring_setup,
// io_uring_enter, io_uring_register, pidfd_getfd: the same everywhere.
const DENIED_EVERYWHERE = [428, 429, 430, 431, 432, 433, 442, 467, 425, 426, 427, 438];

// In both lists, in this order: ptrace, process_vm_readv, process_vm_writev, kcmp, keyctl, add_key, request_key, mount,
// umount2, pivot_root, chroot, unshare, setns, bpf, perf_event_open, userfaultfd, kexec_load, kexec_file_load,
// init_module, finit_module, delete_module, name_to_handle_at, open_by_handle_at, swapon, swapoff, reboot, syslog, acct,
// quotactl.
const ARCHITECTURES: Partial<Record<NodeJS.Architecture, Architecture>> = {
  x64: {
    audit: 0xc000003e,
    clone: 56,
    ioctl: 16,
    socket: 41,
    denied: [
      101, 310, 311, 312, 250, 248, 249, 165, 166, 155, 161, 272, 308, 321, 298, 323, 246, 320, 175, 313, 176, 303, 304,
      167, 168, 169, 103, 163, 179,
    ],
  },
  arm64: {
    audit: 0xc00000b7,
    clone: 220,
    ioctl: 29,
    socket: 198,
    denied: [
      117, 270, 271, 272, 219, 217, 218, 40, 39, 41, 51, 97, 268, 280, 241, 282, 104, 294, 105, 273, 106, 264, 265, 224,
      225, 142, 116, 89, 60,
    ],
  },
};

const CLONE3 = 435;
const X32_CALLS = 0x40000000;
const NEW_NAMESPACES = 0x7e020000;
const TERMINAL_INJECTION = [0x5412, 0x541c];
const SOCKET_FAMILIES = [1, 2, 10, 16];

const LOAD = 0x20;
const IF_EQUAL = 0x15;
const IF_AT_LEAST = 0x35;
const IF_ANY_BIT = 0x45;
const RETURN = 0x06;

const ALLOW = 0x7fff0000;
const EPERM = 0x00050001;
const ENOSYS = 0x00050026;
const EAFNOSUPPORT = 0x00050061;

const NUMBER_AT = 0;
const AUDIT_AT = 4;
const FIRST_ARGUMENT_AT = 16;
const SECOND_ARGUMENT_AT = 24;

type Instruction = readonly [code: number, value: number, skipIfTrue: number, skipIfFalse: number];

/**
 * A seccomp program (classic BPF, as the kernel reads it) that takes from a tool what no Python tool needs and attacks on
 * the kernel begin with: other processes' memory, keys, mounts, namespaces, eBPF, io_uring, typing into a terminal,
 * sockets other than Unix and IP. Null for an architecture whose numbers are not listed here.
 */
export function buildSystemCallFilter(architecture: NodeJS.Architecture): Buffer | null {
  const numbers = ARCHITECTURES[architecture];
  if (!numbers) return null;
  const program: Instruction[] = [
    [LOAD, AUDIT_AT, 0, 0],
    [IF_EQUAL, numbers.audit, 1, 0],
    [RETURN, ENOSYS, 0, 0],
    [LOAD, NUMBER_AT, 0, 0],
    ...answerIf(IF_AT_LEAST, X32_CALLS, ENOSYS),
    ...[...numbers.denied, ...DENIED_EVERYWHERE].flatMap((number) => answerIf(IF_EQUAL, number, EPERM)),
    // With clone3 the flags lie in memory, which a filter cannot read; the C library then takes clone.
    ...answerIf(IF_EQUAL, CLONE3, ENOSYS),
    ...inspectArgument(numbers.clone, FIRST_ARGUMENT_AT, [
      ...answerIf(IF_ANY_BIT, NEW_NAMESPACES, EPERM),
      [RETURN, ALLOW, 0, 0],
    ]),
    ...inspectArgument(numbers.ioctl, SECOND_ARGUMENT_AT, [
      ...TERMINAL_INJECTION.flatMap((request) => answerIf(IF_EQUAL, request, EPERM)),
      [RETURN, ALLOW, 0, 0],
    ]),
    ...inspectArgument(numbers.socket, FIRST_ARGUMENT_AT, [
      ...SOCKET_FAMILIES.flatMap((family) => answerIf(IF_EQUAL, family, ALLOW)),
      [RETURN, EAFNOSUPPORT, 0, 0],
    ]),
    [RETURN, ALLOW, 0, 0],
  ];
  return Buffer.concat(program.map(encode));
}

function answerIf(test: number, value: number, answer: number): Instruction[] {
  return [
    [test, value, 0, 1],
    [RETURN, answer, 0, 0],
  ];
}

/** Loads an argument of one system call and judges it; `verdict` ends with a return, and every other call passes over it. */
function inspectArgument(number: number, offset: number, verdict: Instruction[]): Instruction[] {
  return [[IF_EQUAL, number, 0, verdict.length + 1], [LOAD, offset, 0, 0], ...verdict];
}

function encode([code, value, skipIfTrue, skipIfFalse]: Instruction): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(skipIfTrue, 2);
  bytes.writeUInt8(skipIfFalse, 3);
  bytes.writeUInt32LE(value, 4);
  return bytes;
}
