import { randomUUID } from 'node:crypto';
import { platform, userInfo } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attack, listMarked, TIERS } from './tool-attack.ts';

// Each test marks its processes with a word among their arguments, by which they are found from outside.
let word = '';
const SLEEPER = '[sys.executable, "-c", "import time; time.sleep(1000)", word]';

beforeEach(() => {
  word = randomUUID();
});

afterEach(async () => {
  await expect.poll(() => listMarked(word), { timeout: 1000, interval: 20 }).toEqual([]);
});

describe.runIf(platform() === 'linux').each(TIERS)('%s: resources', (tier) => {
  const timedOut = { status: 'error', value: expect.stringMatching(/^TimeoutError: stopped after/) };

  test.each([
    ['sleeps for ever', 'time.sleep(1e9)'],
    ['works for ever', 'while True: pass'],
    ['ignores signals', '[signal.signal(n, signal.SIG_IGN) for n in (1, 2, 3, 14, 15)]\n    time.sleep(1e9)'],
    ['stops itself', 'os.kill(os.getpid(), signal.SIGSTOP)\n    time.sleep(1e9)'],
    ['never comes out of an exit handler', 'atexit.register(time.sleep, 1e9)\n    time.sleep(1e9)'],
  ])('%s', async (_name, lines) => {
    const source = `import atexit, os, signal, time\ndef f():\n    ${lines}`;
    const result = await attack(tier, source, { timeoutMs: 300 });
    expect(result).toMatchObject(timedOut);
    expect(result.durationMs).toBeLessThan(2000);
  });

  test.each([
    ['leaves a child', `subprocess.Popen(${SLEEPER})`],
    ['leaves a child in another session', `subprocess.Popen(${SLEEPER}, start_new_session=True)`],
    [
      'forks twice and leaves the session',
      `if os.fork() == 0:
        os.setsid()
        if os.fork() == 0: os.execv(sys.executable, ${SLEEPER})
        os._exit(0)
    os.wait()`,
    ],
    ['leaves children that ignore signals', `signal.signal(15, signal.SIG_IGN)\n    subprocess.Popen(${SLEEPER})`],
    ['leaves many', `[subprocess.Popen(${SLEEPER}, start_new_session=True) for _ in range(20)]`],
  ])('%s', async (_name, lines) => {
    const source = `import os, signal, subprocess, sys\ndef f(word):\n    ${lines}\n    return "left"`;
    expect(await attack(tier, source, { args: { word } })).toMatchObject({ status: 'success', value: 'left' });
  });

  test.runIf(tier === 'sandboxed')('leaves a child without our folder and our environment', async () => {
    const source = `import subprocess, sys
def f(word):
    subprocess.Popen(${SLEEPER}, start_new_session=True, cwd="/", env={})
    return "left"`;
    expect(await attack(tier, source, { args: { word } })).toMatchObject({ value: 'left' });
  });

  test('forks without end', async () => {
    // The kernel does not count the processes of root; then the end of the call is what ends them.
    const source = `import ctypes, os, time
def f(word):
    ctypes.CDLL(None).prctl(15, word.encode(), 0, 0, 0)
    count = 0
    try:
        while count < 1000:
            if os.fork() == 0: time.sleep(1000)
            count += 1
    except OSError:
        return f"stopped at {count}"
    return "not stopped"`;
    const { value } = await attack(tier, source, { args: { word } });
    if (userInfo().uid === 0) expect(value).toMatch(/^(not stopped|stopped at \d+)$/);
    else if (tier === 'sandboxed') expect(Number(/^stopped at (\d+)$/.exec(value)?.[1])).toBeLessThan(128);
    else expect(value).toMatch(/^stopped at \d+$/);
  });

  test.each([
    ['10 GB of memory', 'bytearray(10 * 1024**3)', /^MemoryError/],
    ['10 GB of memory, bit by bit', '[bytearray(10**8) for _ in range(100)]', /^MemoryError/],
    ['10 GB in a file', 'file = open("big", "wb")\n    while True: file.write(bytes(10**7))', /^OSError: \[Errno 27\]/],
    [
      '10 GB in a file with holes',
      'os.truncate(os.open("big", os.O_CREAT | os.O_RDWR), 10**10)',
      /^OSError: \[Errno 27\]/,
    ],
    ['no end of open files', 'files = []\n    while True: files.append(os.dup(1))', /^OSError/],
  ])('asks for %s', async (_name, lines, value) => {
    const result = await attack(tier, `import os\ndef f():\n    ${lines}`);
    expect(result.value).toMatch(value);
  });

  test.runIf(tier === 'sandboxed').each([
    ['its folder', '.'],
    ['shared memory', '/dev/shm'],
  ])('fills %s', async (_name, folder) => {
    const source = `def f(folder):
    for number in range(1000):
        with open(f"{folder}/{number}", "wb") as file: file.write(bytes(10**7))`;
    expect((await attack(tier, source, { args: { folder } })).value).toMatch(/^OSError: \[Errno 28\]/);
  });

  test('prints 1e9 lines', async () => {
    const result = await attack(tier, 'def f():\n    for n in range(10**9): print(n, "x" * 10000)');
    expect(result.value).toBe('RuntimeError: stopped after writing more than 64 MB of output');
    expect(result.stdout.length).toBeLessThan(300_000);
  });

  test('takes its folder away', async () => {
    const source = 'import os, shutil\ndef f():\n    shutil.rmtree(os.getcwd(), ignore_errors=True)\n    return "gone"';
    expect((await attack(tier, source)).value).toBe('gone');
  });

  test('two calls at once see nothing of each other', async () => {
    const source = `import os, sys, time
def f(word, mine):
    open("mine", "w").write(mine)
    print(mine)
    time.sleep(0.1)
    return [open("mine").read(), os.listdir(".")]`;
    const results = await Promise.all(['a', 'b', 'c'].map((mine) => attack(tier, source, { args: { word, mine } })));
    expect(results.map(({ value, stdout }) => [value, stdout])).toEqual(
      ['a', 'b', 'c'].map((mine) => [`['${mine}', ['mine']]`, `${mine}\n`]),
    );
  });
});
