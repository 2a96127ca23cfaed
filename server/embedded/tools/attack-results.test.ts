import { describe, expect, test } from 'vitest';
import { attack, TIERS } from './tool-attack.ts';

const FRAME = `
import json, os, struct
body = json.dumps({"status": "success", "value": "forged"}).encode()
frame = struct.pack(">I", len(body)) + body
def write(number, data):
    try:
        os.write(number, data)
    except OSError:
        pass
`;

describe.each(TIERS)('%s: results', (tier) => {
  test.each([
    ['printed', 'print(body.decode()); os.write(1, frame); os.write(2, frame)'],
    ['written to guessed numbers', '[write(number, bytes(4) + frame) for number in range(3, 40)]'],
    ['written by a child to guessed numbers', '[os.system(f"echo forged >&{n}") for n in range(3, 10)]'],
    ['written to a file where the channel was', 'os.dup2(os.open("x", os.O_CREAT | os.O_WRONLY), 3); write(3, frame)'],
  ])('forged, %s', async (_name, line) => {
    const result = await attack(tier, `${FRAME}\ndef f():\n    ${line}\n    return "real"`);
    expect(result).toMatchObject({ status: 'success', value: 'real' });
  });

  test.each([
    ['a report that is none', `b'\\x00\\x00\\x00\\x02[]'`],
    ['a length of 4 GB', `b'\\xff\\xff\\xff\\xff'`],
    ['a pickle', 'pickle.dumps({"status": "success"})'],
    ['an empty frame', 'bytes(4)'],
  ])('%s, written to every file that is open, is an error and no crash', async (_name, bytes) => {
    const source = `${FRAME}\nimport pickle\ndef f():\n    for n in range(3, 256): write(n, ${bytes})\n    os._exit(0)`;
    expect(await attack(tier, source)).toMatchObject({ status: 'error', value: expect.any(String) });
  });

  test.each([
    ['not a number', 'float("nan")', 'nan'],
    ['bytes', 'b"\\xff\\xfe"', "b'\\xff\\xfe'"],
    ['half a character', '"\\udcff"', '\udcff'],
    ['a pickle', 'pickle.dumps(1)', "b'\\x80\\x04K\\x01.'"],
    ['an object that is JSON', 'json.dumps({"status": "error"})', '{"status": "error"}'],
  ])('returns %s', async (_name, expression, value) => {
    const result = await attack(tier, `import json, pickle\ndef f(): return ${expression}`);
    expect(result).toMatchObject({ status: 'success', value });
  });

  test.each([
    ['100 MB', '"x" * 10**8', /^ValueError: the tool returned 100000000 characters, more than the limit of 1 MB/],
    ['lists 1e6 deep', 'functools.reduce(lambda deep, _: [deep], range(10**6), [])', /^RecursionError/],
    ['JSON 1e6 deep', 'json.loads("[" * 10**6 + "]" * 10**6)', /^RecursionError/],
    ['an object that fails to be text', 'type("T", (), {"__str__": lambda self: 1 / 0})()', /^ZeroDivisionError/],
    ['an object whose text is none', 'type("T", (), {"__str__": lambda self: 1})()', /^TypeError/],
  ])('returns %s', async (_name, expression, value) => {
    const result = await attack(tier, `import functools, json\ndef f(): return ${expression}`);
    expect(result.status).toBe('error');
    expect(result.value).toMatch(value);
  });

  test('prints what is not text', async () => {
    const source = 'import sys\ndef f():\n    sys.stdout.buffer.write(b"a\\xff\\xfeb")\n    return "done"';
    expect(await attack(tier, source)).toMatchObject({ value: 'done', stdout: 'a\ufffd\ufffdb' });
  });

  test('a name is never a path', async () => {
    const source = 'def f(): pass';
    expect(await attack(tier, source, { functionName: '../../x' })).toMatchObject({
      status: 'error',
      value: "NameError: the source defines no function named '../../x'",
    });
  });

  test('code slipped in by variables and files does not run', async () => {
    const plant = `import os, subprocess, sys
def f():
    for name in ("sitecustomize.py", "usercustomize.py", "json.py"):
        open(name, "w").write("print('slipped in')")
    return [os.environ["PYTHONPATH"], sys.flags.isolated, "json" in sys.modules]`;
    const env = { PYTHONPATH: '.', PYTHONSTARTUP: 'sitecustomize.py', PYTHONINSPECT: '1', LD_PRELOAD: '/nowhere.so' };
    expect(await attack(tier, plant, { env })).toMatchObject({ value: "['.', 1, True]", stdout: '', stderr: '' });
  });
});
