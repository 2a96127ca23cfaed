import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ensureEnvironment } from './ensure-environment.ts';
import { findPython } from './find-python.ts';
import { runPython } from './run-python.ts';
import { TIERS } from './tool-attack.ts';

// Without a network: the packages are wheels made here, and pip is told to look nowhere else.
const MAKE_WHEELS = `import sys, zipfile
def make(name, version, code, needs=""):
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(f"{sys.argv[1]}/{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}.py", code)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n{needs}")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/RECORD", "")
make("greeting", "1.0", "text = 'hello'")
make("greeting", "2.0", "text = 'good day'")
make("clashing", "1.0", "", "Requires-Dist: greeting<2\\n")
open(f"{sys.argv[1]}/sourceonly-1.0.tar.gz", "wb").close()`;

const folder = mkdtempSync(join(tmpdir(), 'environment-test-'));
const wheels = mkdtempSync(join(tmpdir(), 'environment-test-wheels-'));
const realEnv = { ...process.env };
let python = { path: '', version: '' };
let lines: string[] = [];

function ensure(requirements: string[], signal?: AbortSignal) {
  return ensureEnvironment({ python, requirements, folder, onProgress: (line) => lines.push(line), signal });
}

function listEnvironments(): string[] {
  return readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());
}

beforeAll(async () => {
  const found = await findPython();
  if ('problem' in found) throw new Error(found.problem);
  python = found;
  execFileSync(python.path, ['-I', '-c', MAKE_WHEELS, wheels]);
  for (const name of Object.keys(process.env)) if (name.startsWith('PIP_')) delete process.env[name];
  Object.assign(process.env, { PIP_CONFIG_FILE: '/dev/null', PIP_NO_INDEX: '1', PIP_FIND_LINKS: wheels });
});

beforeEach(() => {
  lines = [];
});

afterAll(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('PIP_')) delete process.env[name];
  Object.assign(process.env, realEnv);
  for (const each of [folder, wheels]) rmSync(each, { recursive: true, force: true });
});

describe.skipIf(platform() === 'win32')('packages', () => {
  test('are installed once, for all who ask, and then used again', async () => {
    const [first, second] = await Promise.all([ensure(['greeting==2.0']), ensure(['Greeting == 2.0'])]);
    expect(first).toEqual({ python: expect.any(String) });
    expect(second).toEqual(first);
    expect(lines.filter((line) => line === 'Installing greeting==2.0')).toHaveLength(2);
    expect(listEnvironments()).toHaveLength(1);
    lines = [];
    expect(await ensure(['greeting==2.0'])).toEqual(first);
    expect(lines).toEqual([]);
  });

  test.each(TIERS)('are there for a tool, %s, which cannot change them in a sandbox', async (confinement) => {
    const source = `import greeting
def f():
    try:
        open(greeting.__file__, "r+").close()
    except OSError:
        return greeting.text + ", read-only"
    return greeting.text`;
    const options = { requirements: ['greeting==2.0'], environmentsFolder: folder, confinement };
    const result = await runPython({ source, functionName: 'f', args: {}, ...options });
    expect(result).toMatchObject({ value: confinement === 'sandboxed' ? 'good day, read-only' : 'good day' });
  });

  test.each([
    [['no-such-package'], /^InstallError: .*there is no package no-such-package to install/],
    [['greeting==3.0'], /^InstallError: .*no version fits greeting==3\.0\. Versions with a wheel .*: 1\.0, 2\.0\./],
    [['sourceonly'], /^InstallError: .*there is no package sourceonly .*Only wheels are installed/],
    [['greeting==2.0', 'clashing'], /^InstallError: .*do not go together/],
  ])('%j: says why not, and leaves nothing', async (requirements, problem) => {
    const before = listEnvironments();
    expect(await ensure(requirements)).toEqual({ problem: expect.stringMatching(problem) });
    expect(listEnvironments()).toEqual(before);
  });

  test('what is no requirement never reaches pip', async () => {
    expect(await ensure(['--index-url=https://example.com'])).toEqual({
      problem: expect.stringMatching(/^ValueError: /),
    });
    expect(lines).toEqual([]);
  });

  test('cancelling stops an installation nobody else waits for', async () => {
    const stop = new AbortController();
    const before = listEnvironments();
    const asked = ensure(['greeting==1.0'], stop.signal);
    await expect.poll(() => lines).toContain('Making an environment');
    stop.abort();
    expect(await asked).toEqual({ problem: expect.stringMatching(/^CancelledError/) });
    await expect.poll(() => listEnvironments()).toEqual(before);
  });

  test('what was cancelled can be asked for again while it is still being cleared away', async () => {
    const stop = new AbortController();
    const asked = ensure(['greeting'], stop.signal);
    await expect.poll(() => lines).toContain('Making an environment');
    stop.abort();
    expect(await asked).toEqual({ problem: expect.stringMatching(/^CancelledError/) });
    expect(await ensure(['greeting'])).toEqual({ python: expect.any(String) });
  });

  test('a Python without pip adds its own to the environment', async () => {
    const bare = join(wheels, 'bare');
    execFileSync(python.path, ['-I', '-m', 'venv', '--without-pip', bare]);
    const path = join(bare, 'bin', 'python');
    const found = await ensureEnvironment({
      ...{ python: { ...python, path }, requirements: ['greeting==1.0'], folder, signal: undefined },
      onProgress: (line) => lines.push(line),
    });
    expect(found).toEqual({ python: expect.any(String) });
    expect(lines).toContain('Adding pip to the environment');
  });

  test('an environment that was not finished is made anew', async () => {
    const found = await ensure(['greeting==2.0']);
    const name = basename(dirname(dirname('python' in found ? found.python : '')));
    rmSync(join(folder, name, 'letta-ready'));
    expect(await ensure(['greeting==2.0'])).toEqual(found);
    expect(lines).toContain('Making an environment');
    expect(existsSync(join(folder, name, 'letta-ready'))).toBe(true);
  });

  test('a tool whose caller keeps no packages says so', async () => {
    const result = await runPython({ source: 'def f(): pass', functionName: 'f', args: {}, requirements: ['x'] });
    expect(result.value).toBe('RuntimeError: this tool needs packages, and packages cannot be installed here.');
  });
});
