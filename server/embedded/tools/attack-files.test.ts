import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { platform } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSystemCallFilter } from './system-call-filter.ts';
import {
  ALLOWED,
  AS_BADGE,
  attack,
  attempt,
  DENIED,
  type Home,
  makeHome,
  TIERS,
  type Verdicts,
} from './tool-attack.ts';

const isPosix = platform() !== 'win32';
let home: Home;
let neighbour: ChildProcess;

beforeAll(async () => {
  home = makeHome();
  neighbour = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    env: { ...process.env, LETTA_TEST_KEY: 'canary' },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await once(neighbour, 'spawn');
});

afterAll(() => {
  neighbour.kill('SIGKILL');
  home.remove();
});

const READ = 'assert "canary" in open(home + "/%").read()';
const reading: [name: string, lines: string, verdicts: Verdicts][] = [
  ['an SSH key', READ.replace('%', '.ssh/id_ed25519'), AS_BADGE],
  ['our saved keys', READ.replace('%', '.letta-ade/secrets.json'), AS_BADGE],
  ['cookies of a browser', READ.replace('%', '.config/browser/Default/Cookies'), AS_BADGE],
  ['the names in home', 'assert os.listdir(home)', AS_BADGE],
  ['whether a file is there', 'os.stat(home + "/.bashrc")', AS_BADGE],
  ['/etc/passwd', 'assert open("/etc/passwd").read()', AS_BADGE],
  ['home through /proc/self/root', 'assert os.listdir("/proc/self/root" + home)', AS_BADGE],
  ['home by a relative path', 'assert os.listdir(os.path.relpath(home))', AS_BADGE],
  ['/etc/shadow', 'assert open("/etc/shadow").read()', { sandboxed: 'denied', guarded: expect.any(String) }],
  ['a key in our environment', 'assert os.environ["LETTA_TEST_KEY"]', DENIED],
];

const writing: [name: string, lines: string, verdicts: Verdicts][] = [
  ['~/.bashrc', 'open(home + "/.bashrc", "a").write("#")', AS_BADGE],
  ['a new file in home', 'open(home + "/new", "w").close()', AS_BADGE],
  ['through a symlink', 'os.symlink(home + "/.bashrc", "link")\nopen("link", "a").write("#")', AS_BADGE],
  ['through a symlink to its folder', 'os.symlink(home, "link")\nopen("link/new", "w").close()', AS_BADGE],
  ['through a hard link', 'os.link(home + "/.bashrc", home + "/hard")\nopen(home + "/hard", "a").write("#")', AS_BADGE],
  ['its own folder', 'open("a", "w").write("x")\nassert open(os.environ["HOME"] + "/a").read() == "x"', ALLOWED],
];

// Without a sandbox these would change the computer the test runs on.
const writingToSystem: [name: string, lines: string][] = [
  ['programs of the system', 'open("/usr/bin/letta-attack", "w").close()'],
  ['libraries of the system', 'open("/usr/lib/letta-attack", "w").close()'],
  ['the root folder', 'os.mkdir("/letta-attack")'],
  ['devices', 'open("/dev/letta-attack", "w").close()'],
  ['the runner', 'open("/letta/python-runner.py", "r+").close()'],
  ['the standard library', 'open(json.__file__, "r+").close()'],
  ['the interpreter', 'open(sys.executable, "r+b").close()'],
  ['the program for core dumps', 'open("/proc/sys/kernel/core_pattern", "r+").close()'],
  ['the switch that restarts the computer', 'open("/proc/sysrq-trigger", "a").close()'],
  ['a hard link into its own folder', 'os.link(sys.executable, "hard")'],
];

describe.runIf(isPosix).each(TIERS)('%s: files', (tier) => {
  test.each(reading)('reads %s', async (_name, lines, verdicts) => {
    const result = await attack(tier, attempt(lines, { args: 'home' }), { args: { home: home.folder } });
    expect(result.value).toEqual(verdicts[tier]);
  });

  test.each(writing)('writes %s', async (_name, lines, verdicts) => {
    const before = readFileSync(home.file('.bashrc'), 'utf8');
    const result = await attack(tier, attempt(lines, { args: 'home' }), { args: { home: home.folder } });
    expect(result.value).toBe(verdicts[tier]);
    if (tier === 'sandboxed') {
      expect(readFileSync(home.file('.bashrc'), 'utf8')).toBe(before);
      expect(statSync(home.file('.bashrc')).nlink).toBe(1);
      expect(existsSync(home.file('new'))).toBe(false);
    }
    for (const name of ['new', 'hard']) rmSync(home.file(name), { force: true });
  });

  test.runIf(tier === 'sandboxed').each(writingToSystem)('writes %s', async (_name, lines) => {
    expect((await attack(tier, attempt(lines, { imports: 'json, os, sys' }))).value).toBe('denied');
  });

  test.runIf(platform() === 'linux')('reads the environment of other processes', async () => {
    const lines = `
found = [pid for pid in os.listdir("/proc") if pid.isdigit() and has_canary(pid)]
assert found, os.listdir("/proc")`;
    const helper = `
def has_canary(pid):
    try:
        return b"LETTA_TEST_KEY=canary" in open(f"/proc/{pid}/environ", "rb").read()
    except OSError:
        return False
`;
    const result = await attack(tier, attempt(lines) + helper);
    expect(result.value).toBe(AS_BADGE[tier]);
  });

  test.runIf(platform() === 'linux')('attaches to another process', async () => {
    const lines = `
libc = ctypes.CDLL(None)
assert 0 in [libc.ptrace(16, pid, 0, 0) for pid in pids]`;
    const result = await attack(tier, attempt(lines, { args: 'pids: list', imports: 'ctypes, os' }), {
      args: { pids: tier === 'sandboxed' ? [neighbour.pid, 1] : [neighbour.pid] },
    });
    expect(result.value).toEqual({ sandboxed: 'denied', guarded: expect.any(String) }[tier]);
    expect(neighbour.exitCode).toBeNull();
  });

  test.runIf(tier === 'sandboxed' && platform() === 'linux' && buildSystemCallFilter(process.arch) !== null)(
    'uses parts of the kernel that no tool needs',
    async () => {
      const source = `import ctypes
def f():
    libc = ctypes.CDLL(None, use_errno=True)
    calls = {
        "io_uring_setup": lambda: libc.syscall(425, 1, 0),
        "unshare, users": lambda: libc.unshare(0x10000000),
        "unshare, mounts": lambda: libc.unshare(0x20000),
        "mount": lambda: libc.mount(b"x", b"/tmp", b"tmpfs", 0, 0),
        "ptrace": lambda: libc.ptrace(0, 0, 0, 0),
    }
    def refusal(call):
        ctypes.set_errno(0)
        return call(), ctypes.get_errno()
    return {name: refusal(call) for name, call in calls.items() if refusal(call) != (-1, 1)}`;
      expect((await attack(tier, source)).value).toBe('{}');
    },
  );

  test.runIf(platform() === 'linux')('finds files its parents left open', async () => {
    const lines = `
for number in os.listdir("/proc/self/fd"):
    target = os.readlink("/proc/self/fd/" + number) if os.path.lexists("/proc/self/fd/" + number) else ""
    assert not target.startswith("/") or target.startswith(("/dev/null", "/proc/")), target`;
    expect((await attack(tier, attempt(lines))).value).toBe('done');
  });
});
