import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findPython, forgetPython } from './find-python.ts';
import { findSandbox, forgetSandbox } from './find-sandbox.ts';
import { hasWorkingSandbox } from './has-working-sandbox.ts';
import { type PythonCall, runPython } from './run-python.ts';

const realPath = process.env['PATH'] ?? '';
let folder = '';

/** Puts a `bwrap` on the PATH, before the real one, that runs this shell line. */
function install(line: string): void {
  const file = join(folder, 'bwrap');
  writeFileSync(file, `#!/bin/sh\n${line}\n`);
  chmodSync(file, 0o755);
}

function run(source: string, options: Partial<PythonCall> = {}) {
  return runPython({ source, functionName: 'f', args: {}, ...options });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-sandbox-test-'));
  process.env['PATH'] = `${folder}${delimiter}${realPath}`;
  forgetSandbox();
});

afterEach(() => {
  process.env['PATH'] = realPath;
  forgetPython();
  forgetSandbox();
  rmSync(folder, { recursive: true, force: true });
});

describe('a sandbox that works here', () => {
  test('is used, and is one', async () => {
    // This must fail where the sandbox is given up without a word, so it asks the system and not our probe.
    const expected = hasWorkingSandbox() ? 'sandboxed' : 'guarded';
    expect((await findSandbox()).kind).toBe(expected);
    const secret = join(folder, 'secret');
    writeFileSync(secret, 'canary');
    const result = await run(`def f(): return open(${JSON.stringify(secret)}).read()`);
    expect(result.confinement).toBe(expected);
    expect(result.value.includes('canary')).toBe(expected === 'guarded');
  });
});

describe.runIf(platform() === 'linux')('a computer without a sandbox', () => {
  test.each([
    ['No permissions to create new namespace, likely because …', 'but user namespaces are disabled'],
    ['Creating new namespace failed: No space left on device', 'but user namespaces are disabled'],
    ['setting up uid map: Permission denied', 'but user namespaces are disabled'],
    ['loopback: Failed RTM_NEWADDR: Operation not permitted', 'but user namespaces are disabled'],
    ["Can't mount proc on /newroot/proc: Operation not permitted", 'does not let bubblewrap mount /proc'],
    ['Unknown option --size', 'but too old'],
    ["Can't find source path /x: No such file or directory", 'Python does not start in bubblewrap: bwrap: Can'],
  ])('where bwrap says %j', async (message, reason) => {
    install(`echo "bwrap: ${message}" >&2; exit 1`);
    const found = await findSandbox();
    expect(found).toEqual({ kind: 'guarded', reason: expect.stringContaining(reason), fix: expect.any(String) });
    expect(JSON.stringify(found)).toMatch(/No sandbox found on this computer \(.+\)\./);
    expect(JSON.stringify(found)).not.toMatch(/\b(safe|secure)/i);
  });

  test('where bubblewrap is not installed', async () => {
    await findPython();
    process.env['PATH'] = folder;
    expect(await findSandbox()).toEqual({
      kind: 'guarded',
      reason: 'No sandbox found on this computer (bubblewrap is not installed).',
      fix: expect.stringContaining('apt install bubblewrap'),
    });
  });

  test('where the wrapper starts Python but confines nothing', async () => {
    // What is left of the arguments after the first "--" is the command; the runner lies elsewhere outside.
    const runner = join(import.meta.dirname, 'python-runner.py');
    install(
      `while [ "$1" != -- ]; do shift; done; shift; exec 4<&-; for last; do :; done; exec "$1" -I -u -X utf8 ${runner}`,
    );
    expect(await findSandbox()).toMatchObject({
      kind: 'guarded',
      reason: expect.stringContaining('read a file of yours and write a file of yours and connect to this computer'),
    });
  });

  test('a tool that must be sandboxed does not run', async () => {
    install('echo "bwrap: Unknown option --size" >&2; exit 1');
    const marker = join(folder, 'ran');
    const result = await run(`open(${JSON.stringify(marker)}, "w")\ndef f(): pass`, { confinement: 'sandboxed' });
    expect(result).toMatchObject({ status: 'error', confinement: 'sandboxed' });
    expect(result.value).toMatch(/^SandboxError: No sandbox found .* The tool did not run\. Install bubblewrap 0\.7/);
    expect(existsSync(marker)).toBe(false);
  });
});

describe.runIf(hasWorkingSandbox() && platform() === 'linux')('a sandbox that breaks', () => {
  test('fails the call, and the next one, until it works again', async () => {
    const broken = join(folder, 'broken');
    const marker = join(folder, 'ran');
    const source = `open(${JSON.stringify(marker)}, "w")\ndef f(): pass`;
    install(`[ -e ${broken} ] && { echo "bwrap: no more today" >&2; exit 1; }; PATH="${realPath}" exec bwrap "$@"`);
    expect(await findSandbox()).toEqual({ kind: 'sandboxed', by: 'bubblewrap' });

    writeFileSync(broken, '');
    expect(await run(source)).toMatchObject({
      status: 'error',
      value: expect.stringMatching(
        /^SandboxError: the sandbox did not start \(bwrap: no more today\)\. The tool did not/,
      ),
      confinement: 'sandboxed',
    });
    const second = await run(source);
    expect(second.value).toMatch(/^SandboxError: No sandbox found .*no more today.* The tool did not run\./);
    expect(existsSync(marker)).toBe(false);

    rmSync(broken);
    expect(await run('def f(): return 1')).toMatchObject({ value: '1', confinement: 'sandboxed' });
  });

  test('fails the call also where it is gone', async () => {
    install(`PATH="${realPath}" exec bwrap "$@"`);
    expect((await findSandbox()).kind).toBe('sandboxed');
    rmSync(join(folder, 'bwrap'));
    expect(await run('def f(): return 1')).toMatchObject({
      value: expect.stringMatching(
        /^SandboxError: the sandbox did not start \(spawn .*ENOENT\)\. The tool did not run\./,
      ),
      confinement: 'sandboxed',
    });
    expect(await run('def f(): return 1')).toMatchObject({ value: '1', confinement: 'sandboxed' });
  });

  test('one that works is looked for once', async () => {
    const log = join(folder, 'log');
    install(`echo x >> ${log}; PATH="${realPath}" exec bwrap "$@"`);
    await Promise.all([findSandbox(), findSandbox()]);
    expect(await findSandbox()).toEqual({ kind: 'sandboxed', by: 'bubblewrap' });
    const { value } = await run(`def f(): return open(${JSON.stringify(log)}).read()`, { confinement: 'guarded' });
    expect(value).toBe('x\n');
  });
});
