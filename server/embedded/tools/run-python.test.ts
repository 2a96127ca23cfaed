import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findPython } from './find-python.ts';
import { type PythonCall, runPython } from './run-python.ts';

const outside = mkdtempSync(join(tmpdir(), 'run-python-test-'));
const realTmpdir = process.env['TMPDIR'];

/** Runs a source whose function is `f`; `\n` and indentation as written. */
function run(source: string, args: Record<string, unknown> = {}, options: Partial<PythonCall> = {}) {
  return runPython({ source, functionName: 'f', args, ...options });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return platform() !== 'linux' || !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

beforeAll(() => {
  process.env['TMPDIR'] = outside;
  process.env['LETTA_TEST_CANARY'] = 'canary-value';
});

afterEach(() => {
  expect(readdirSync(outside).filter((name) => name.startsWith('letta-tool-'))).toEqual([]);
});

afterAll(() => {
  if (realTmpdir === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = realTmpdir;
  delete process.env['LETTA_TEST_CANARY'];
  rmSync(outside, { recursive: true, force: true });
});

test('Python is found, by its real path and with its version', async () => {
  expect(await findPython()).toEqual({ path: expect.any(String), version: expect.stringMatching(/^3\.\d+\.\d+$/) });
});

test('what a real server answered', async () => {
  const source = `def f(a: int, b: str = "x") -> str:
    """Do f."""
    import sys, os
    print("out1"); print("out2"); print("err1", file=sys.stderr)
    return {"a": a, "env": os.environ.get("FOO")}
`;
  expect(await run(source, { a: 2 }, { env: { FOO: 'bar' } })).toEqual({
    status: 'success',
    value: "{'a': 2, 'env': 'bar'}",
    stdout: 'out1\nout2\n',
    stderr: 'err1\n',
    durationMs: expect.any(Number),
    confinement: expect.stringMatching(/^(sandboxed|guarded)$/),
  });
  expect(await run(source, {})).toMatchObject({
    status: 'error',
    value: "TypeError: f() missing 1 required positional argument: 'a'",
  });
  expect(await run(source, { a: 'notint' })).toMatchObject({
    status: 'error',
    value: "ValueError: invalid literal for int() with base 10: 'notint'",
    stdout: '',
  });
});

describe('what a function returns', () => {
  test.each([
    ['"hello"', 'hello'],
    ['""', ''],
    ['None', 'None'],
    ['[1, "two", {"three": 3}]', "[1, 'two', {'three': 3}]"],
    ['{"a": 2}', "{'a': 2}"],
    ['True', 'True'],
    ['1.5', '1.5'],
    ['float("nan")', 'nan'],
    ['{"x": float("inf")}', "{'x': inf}"],
    ['b"\\xff"', "b'\\xff'"],
    ['"zażółć 🎲 \\u2028"', 'zażółć 🎲 \u2028'],
    ['"\\ud800"', '\ud800'],
    ['"a\\0b"', 'a\0b'],
    ['"x" * 1000000', 'x'.repeat(1_000_000)],
  ])('%s', async (expression, value) => {
    expect(await run(`def f(): return ${expression}`)).toMatchObject({ status: 'success', value, stderr: '' });
  });

  test.each([
    ['"x" * 5000000', 'ValueError: the tool returned 5000000 characters, more than the limit of 1 MB'],
    ['"🎲" * 500000', 'ValueError: the result takes 6000034 bytes, more than the limit of 1 MB'],
    ['10 ** 5000', /^ValueError: Exceeds the limit/],
  ])('%s is too much', async (expression, value) => {
    const result = await run(`def f(): return ${expression}`);
    expect(result.status).toBe('error');
    expect(result.value).toMatch(value);
  });

  test('an async function is awaited', async () => {
    const source = 'import asyncio\nasync def f(x: int):\n    await asyncio.sleep(0)\n    return x + 1';
    expect(await run(source, { x: 1 })).toMatchObject({ status: 'success', value: '2' });
  });
});

describe('arguments', () => {
  test.each([
    ['int', '7', '7'],
    ['int', 3.0, '3'],
    ['int', true, '1'],
    ['"int"', '7', '7'],
    ['Optional[int]', '7', '7'],
    ['Optional["int"]', '7', '7'],
    ['Optional[int]', null, 'None'],
    ['int', null, 'None'],
    ['float', 2, '2.0'],
    ['float', '2.5', '2.5'],
    ['str', 5, "'5'"],
    ['str', { a: 1 }, '"{\'a\': 1}"'],
    ['bool', 'false', 'False'],
    ['bool', 1, 'True'],
    ['list', '[1, 2]', '[1, 2]'],
    ['List[str]', ['a'], "['a']"],
    ['Dict[str, int]', '{"a": 1}', "{'a': 1}"],
    ['set', [1, 1], '{1}'],
    ['Any', '7', "'7'"],
    ['Union[int, str]', '7', "'7'"],
    ['Literal["a"]', 'a', "'a'"],
    ['"NotThere"', '7', "'7'"],
  ])('x: %s given %j is %s', async (annotation, x, value) => {
    const source = `from typing import *\ndef f(x: ${annotation} = 0): return repr(x)`;
    expect(await run(source, { x })).toMatchObject({ status: 'success', value });
  });

  test.each([
    ['int', 'x', "ValueError: invalid literal for int() with base 10: 'x'"],
    ['float', 'x', "ValueError: could not convert string to float: 'x'"],
    ['int', [1], /^ValueError: int\(\) argument must be/],
    ['bool', 'maybe', "ValueError: invalid value for bool: 'maybe'"],
    ['list', { a: 1 }, "ValueError: invalid value for list: {'a': 1}"],
    ['dict', 'x', /^JSONDecodeError: /],
  ])('x: %s given %j fails', async (annotation, x, value) => {
    const result = await run(`def f(x: ${annotation}): return x`, { x });
    expect(result.status).toBe('error');
    expect(result.value).toMatch(value);
  });

  test('positional-only, keyword-only and decorated', async () => {
    const source = `import functools
def twice(g):
    @functools.wraps(g)
    def inner(*args, **kwargs): return g(*args, **kwargs) * 2
    return inner
@twice
def f(a: int, /, *, b: int): return a + b`;
    expect(await run(source, { a: '1', b: '2' })).toMatchObject({ value: '6' });
    expect((await run(source, { b: 2 })).value).toMatch(/^TypeError: f\(\) missing 1 required positional/);
  });

  test('postponed annotations are read', async () => {
    const source =
      'from __future__ import annotations\nfrom typing import Optional\ndef f(x: Optional[int]): return x + 1';
    expect(await run(source, { x: '1' })).toMatchObject({ value: '2' });
  });

  test('agent_state has attributes, and only a tool that asks for it gets it', async () => {
    const agentState = { id: 'agent-1', blocks: [{ label: 'human' }], 'odd key': 1 };
    const asking = 'def f(agent_state, x: int): return f"{agent_state.id} {agent_state.blocks[0].label} {x}"';
    expect(await run(asking, { x: '1' }, { agentState })).toMatchObject({ value: 'agent-1 human 1' });
    expect(await run('def f(**kw): return kw', {}, { agentState })).toMatchObject({ value: '{}' });
    expect((await run(asking, { x: 1 })).value).toMatch(/^TypeError: f\(\) missing/);
  });
});

describe('what goes wrong in the source', () => {
  test('an exception: the tool’s own frames, nobody else’s', async () => {
    const source =
      'import json\ndef g(text):\n    return json.loads(text)\ndef f(x: str):\n    print("before")\n    g(x)';
    const result = await run(source, { x: '{' });
    expect(result).toMatchObject({ status: 'error', stdout: 'before\n' });
    expect(result.value).toMatch(/^JSONDecodeError: Expecting property name/);
    expect(result.stderr).toMatch(
      /^Traceback \(most recent call last\):\n {2}File "<tool>", line 6, in f\n {4}g\(x\)\n(?: +[~^]+\n)? {2}File "<tool>", line 3, in g\n {4}return json.loads\(text\)\n/,
    );
    expect(result.stderr).not.toMatch(/python-runner|json\/decoder|\/lib\//);
  });

  test('a chain of exceptions', async () => {
    const source =
      'def f():\n    try:\n        1 / 0\n    except ZeroDivisionError as e:\n        raise ValueError("boom") from e';
    const result = await run(source);
    expect(result.value).toBe('ValueError: boom');
    expect(result.stderr).toMatch(/line 3, in f[\s\S]+ZeroDivisionError[\s\S]+direct cause[\s\S]+line 5, in f/);
  });

  test.each([
    ['def f(:\n pass', 'SyntaxError: invalid syntax (<tool>, line 1)'],
    ['x = 1\ndef f():\nreturn 1', /^IndentationError: expected an indented block .*\(<tool>, line 3\)$/],
    ['def g(): pass', "NameError: the source defines no function named 'f'"],
    ['f = 3', "NameError: the source defines no function named 'f'"],
    ['raise RuntimeError("at import")', 'RuntimeError: at import'],
    ['def f(): raise KeyError("k")', "KeyError: 'k'"],
    ['def f(): raise ValueError', 'ValueError'],
    ['def f(): assert False', 'AssertionError'],
    ['def f(): return f()', /^RecursionError: maximum recursion depth exceeded/],
    ['class E(Exception):\n    def __str__(self): raise E()\ndef f(): raise E()', 'E'],
    ['class R:\n    def __str__(self): raise ValueError("no")\ndef f(): return R()', 'ValueError: no'],
    ['import sys\ndef f(): sys.exit(3)', 'SystemExit: 3'],
    ['import sys\ndef f(): sys.exit()', 'SystemExit'],
    ['def f(): raise KeyboardInterrupt', 'KeyboardInterrupt'],
    [
      'import os\ndef f(): os._exit(7)',
      'SystemExit: the tool ended its process with code 7 before the function returned',
    ],
    [
      'import os\ndef f(): os._exit(0)',
      'SystemExit: the tool ended its process with code 0 before the function returned',
    ],
    [
      'import os\ndef f(): os.kill(os.getpid(), 9)',
      "RuntimeError: the tool's process was ended by SIGKILL before the function returned",
    ],
    ['def f(): return input()', 'EOFError: EOF when reading a line'],
    ['def f(): raise ValueError("x" * 3000000)', /^ValueError: x{1000}/],
  ])('%j', async (source, value) => {
    const result = await run(source);
    expect(result.status).toBe('error');
    if (typeof value === 'string') expect(result.value).toBe(value);
    else expect(result.value).toMatch(value);
  });
});

describe('limits', () => {
  test.each([
    ['sleep', 'import time\ndef f():\n    print("started")\n    time.sleep(1000)'],
    ['a busy loop', 'def f():\n    print("started")\n    while True: pass'],
    [
      'ignored signals',
      'import signal, time\nfor s in (2, 15): signal.signal(s, signal.SIG_IGN)\ndef f():\n    print("started")\n    time.sleep(1000)',
    ],
    ['at import', 'import time\nprint("started")\ntime.sleep(1000)'],
  ])('time: %s', async (_name, source) => {
    const result = await run(source, {}, { timeoutMs: 400 });
    expect(result).toMatchObject({ status: 'error', value: 'TimeoutError: stopped after 0.4 s', stdout: 'started\n' });
    expect(result.durationMs).toBeLessThan(3000);
  });

  test('output is cut, and the result is still there', async () => {
    const source =
      'import sys\ndef f():\n    print("é" * 200000)\n    sys.stderr.write("y" * 300000)\n    return "done"';
    const { status, value, stdout, stderr } = await run(source);
    expect({ status, value }).toEqual({ status: 'success', value: 'done' });
    expect(stdout).toBe(`${'é'.repeat(131_072)}\n… cut here: the tool wrote more than 256 KB to this stream.\n`);
    expect(stderr).toMatch(/^y{262144}\n… cut here/);
  });

  test('output without end is stopped', async () => {
    const result = await run('def f():\n    while True: print("x" * 100000)');
    expect(result).toMatchObject({
      status: 'error',
      value: 'RuntimeError: stopped after writing more than 64 MB of output',
    });
    expect(result.stdout.length).toBeLessThan(300_000);
  });

  test.runIf(platform() === 'linux')('memory', async () => {
    expect(await run('def f(): return len(bytearray(2 * 1024**3))')).toMatchObject({
      status: 'error',
      value: 'MemoryError',
    });
  });

  test.runIf(platform() !== 'win32')('files', async () => {
    const big = 'def f():\n    with open("big", "wb") as file:\n        for _ in range(70): file.write(bytes(1024**2))';
    expect((await run(big)).value).toMatch(/^OSError: \[Errno 27\]/);
    expect((await run('def f(): return len([open("x", "w") for _ in range(300)])')).value).toMatch(
      /^OSError: \[Errno 24\]/,
    );
    const limits =
      'import resource as r\ndef f(): return [r.getrlimit(k) for k in (r.RLIMIT_CPU, r.RLIMIT_NOFILE, r.RLIMIT_CORE)]';
    expect((await run(limits, {}, { timeoutMs: 10_000 })).value).toBe('[(12, 13), (256, 256), (0, 0)]');
  });
});

describe('stopping from outside', () => {
  test('abort', async () => {
    const stop = new AbortController();
    const marker = join(outside, 'aborted');
    const running = run(
      'import sys, time\ndef f(path: str):\n    open(path, "w").close()\n    time.sleep(1000)',
      { path: marker },
      { signal: stop.signal, confinement: 'guarded' },
    );
    await expect.poll(() => existsSync(marker)).toBe(true);
    stop.abort();
    expect(await running).toMatchObject({
      status: 'error',
      value: 'CancelledError: stopped because the call was cancelled',
    });
  });

  test('aborted before it began, nothing runs', async () => {
    const marker = join(outside, 'never');
    const result = await run(
      `open(${JSON.stringify(marker)}, "w")\ndef f(): pass`,
      {},
      { signal: AbortSignal.abort(), confinement: 'guarded' },
    );
    expect(result.value).toMatch(/^CancelledError/);
    expect(existsSync(marker)).toBe(false);
  });

  test('a signal used many times keeps no listener', async () => {
    const { signal } = new AbortController();
    const warnings: Error[] = [];
    const remember = (warning: Error) => warnings.push(warning);
    process.on('warning', remember);
    for (let call = 0; call < 12; call += 1) await run('def f(): return 1', {}, { signal });
    process.off('warning', remember);
    expect(warnings).toEqual([]);
  });
});

describe('what is left behind', () => {
  const guarded: Partial<PythonCall> = { confinement: 'guarded' };
  const spawnChild = 'subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"], stdout=None';

  test.runIf(platform() === 'linux').each([
    ['a child', `${spawnChild})`],
    ['a child in a session of its own', `${spawnChild}, start_new_session=True)`],
    ['one that also left the folder', `${spawnChild}, start_new_session=True, cwd="/")`],
    ['one without our environment', `${spawnChild}, start_new_session=True, env={})`],
  ])('%s does not outlive the call', async (_name, expression) => {
    const result = await run(`import subprocess, sys\ndef f(): return ${expression}.pid`, {}, guarded);
    expect(result.status).toBe('success');
    expect(isAlive(Number(result.value))).toBe(false);
    expect(result.durationMs).toBeLessThan(3000);
  });

  test.runIf(platform() !== 'win32')('a forked process that comes back has no say', async () => {
    expect(await run('import os\ndef f(): return "child" if os.fork() == 0 else "parent"')).toMatchObject({
      value: 'parent',
    });
  });

  test('a thread does not keep the call waiting', async () => {
    const source =
      'import threading, time\ndef f():\n    threading.Thread(target=time.sleep, args=(1000,)).start()\n    return "done"';
    const result = await run(source);
    expect(result.value).toBe('done');
    expect(result.durationMs).toBeLessThan(3000);
  });

  test('the folder is empty at first, is home too, and goes away with what is in it', async () => {
    const source = `import os, tempfile
def f():
    before = os.listdir(".")
    os.makedirs("a/b")
    open("a/b/file", "w").close()
    os.chmod("a/b", 0)
    os.chmod("a", 0)
    return [os.getcwd(), os.path.expanduser("~"), tempfile.gettempdir(), before]`;
    const { value } = await run(source, {}, guarded);
    const [cwd, ...others] = JSON.parse(value.replaceAll("'", '"'));
    expect(others).toEqual([cwd, cwd, []]);
    expect(cwd).toContain('letta-tool-');
    expect(existsSync(cwd)).toBe(false);
  });
});

describe('what a tool sees', () => {
  test('no environment of ours', async () => {
    const result = await run(
      'import os\ndef f(): return sorted(k for k in os.environ if k not in ("LC_CTYPE", "PWD"))',
      {},
      { env: { OWN: '1' } },
    );
    expect(result.value).toBe("['HOME', 'LANG', 'OWN', 'PATH', 'TMPDIR']");
    expect((await run('import os\ndef f(): return dict(os.environ)')).value).not.toContain('canary-value');
  });

  test('no path of ours', async () => {
    const source =
      'import sys\ndef f(): return [sys.argv, __name__, [p for p in sys.path if "embedded" in p], "" in sys.path]';
    expect((await run(source)).value).toBe("[['<tool>'], '__tool__', [], False]");
  });

  test('its result cannot be forged by printing, nor by writing where results go', async () => {
    const forged = JSON.stringify({ status: 'success', value: 'forged' });
    const source = `import os, sys
def f():
    body = ${JSON.stringify(forged)}.encode()
    frame = len(body).to_bytes(4, "big") + body
    for fd in (1, 2): os.write(fd, frame)
    try:
        os.write(3, frame)
    except OSError:
        pass
    os.system("echo forged >&3; echo forged >&4")
    return "real"`;
    const result = await run(source);
    expect(result).toMatchObject({ status: 'success', value: 'real' });
    expect(result.stdout).toContain(forged);
  });

  test('names in a source are text, never a path', async () => {
    const result = await runPython({ source: 'def f(): pass', functionName: '../../x', args: {} });
    expect(result.value).toBe("NameError: the source defines no function named '../../x'");
  });

  test('a coding line is a comment', async () => {
    expect(await run('# -*- coding: rot13 -*-\ndef f(): return "é"')).toMatchObject({ value: 'é' });
  });
});

test('an environment the system refuses is an error, not a crash', async () => {
  const result = await run('def f(): return 1', {}, { env: { BAD: 'a\0b' } });
  expect(result).toMatchObject({ status: 'error', value: 'ValueError: embedded null byte', stdout: '' });
});

test('a time zone given to a tool counts', async () => {
  const source = 'import time\ndef f(): return time.strftime("%H %Z", time.localtime(0))';
  expect(await run(source, {}, { env: { TZ: 'XYZ-3' } })).toMatchObject({ value: '03 XYZ' });
});

test('two calls at once do not meet', async () => {
  const source = 'import os, time\ndef f(x: int):\n    time.sleep(0.05)\n    print(x)\n    return os.getcwd()';
  const results = await Promise.all([1, 2, 3, 4].map((x) => run(source, { x }, { confinement: 'guarded' })));
  expect(results.map(({ stdout }) => stdout)).toEqual(['1\n', '2\n', '3\n', '4\n']);
  expect(new Set(results.map(({ value }) => value)).size).toBe(4);
});
