import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findPython, forgetPython } from './find-python.ts';

const realPath = process.env['PATH'];
let folder = '';

/** Puts a program of that name on the PATH which answers as an interpreter of that version would. */
function install(name: string, answer: string): void {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho '${answer}'\n`);
  chmodSync(file, 0o755);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-python-test-'));
  process.env['PATH'] = [folder, '/nowhere'].join(delimiter);
  forgetPython();
});

afterEach(() => {
  process.env['PATH'] = realPath;
  forgetPython();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(platform() === 'win32')('findPython', () => {
  test('takes python3 before python', async () => {
    install('python', '{"path": "/b", "version": "3.13.0"}');
    install('python3', '{"path": "/a", "version": "3.9.0"}');
    expect(await findPython()).toEqual({ path: '/a', version: '3.9.0' });
  });

  test('takes python where python3 is too old or no interpreter', async () => {
    install('python', '{"path": "/b", "version": "3.10.2"}');
    install('python3', '{"path": "/a", "version": "3.8.18"}');
    expect(await findPython()).toEqual({ path: '/b', version: '3.10.2' });
    forgetPython();
    install('python3', 'Python was not found; run without arguments to install from the store.');
    expect(await findPython()).toEqual({ path: '/b', version: '3.10.2' });
  });

  test('says what to do, and looks again at the next call', async () => {
    expect(await findPython()).toEqual({ problem: expect.stringMatching(/not found.*Install Python 3\.9/) });
    install('python3', '{"path": "/a", "version": "2.7.18"}');
    expect(await findPython()).toEqual({
      problem: expect.stringMatching(/^Python 2\.7\.18 was found, but .*Install a newer one/),
    });
    install('python3', '{"path": "/a", "version": "3.12.1"}');
    expect(await findPython()).toEqual({ path: '/a', version: '3.12.1' });
  });

  test('remembers what it found', async () => {
    install('python3', '{"path": "/a", "version": "3.12.1"}');
    const [first, second] = await Promise.all([findPython(), findPython()]);
    rmSync(join(folder, 'python3'));
    expect([first, second, await findPython()]).toEqual(Array(3).fill({ path: '/a', version: '3.12.1' }));
  });
});
