import { spawn } from 'node:child_process';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openBrowser } from './open-browser.mjs';

vi.mock('node:child_process', () => ({ spawn: vi.fn(() => ({ on: vi.fn(), unref: vi.fn() })) }));

const { isTTY } = process.stdout;
beforeEach(() => {
  process.stdout.isTTY = true;
  for (const [name, value] of Object.entries({ CI: '', BROWSER: '', DISPLAY: ':0' })) vi.stubEnv(name, value);
});
afterEach(() => {
  process.stdout.isTTY = isTTY;
  vi.unstubAllEnvs();
  vi.clearAllMocks();
});

it.each(['http://localhost:3000', 'http://127.0.0.1:3001/', 'https://[::1]:3000'])('T5 opens %s as it is', (url) => {
  openBrowser(url);
  expect(spawn).toHaveBeenCalledOnce();
  expect(vi.mocked(spawn).mock.calls[0]?.[1]?.at(-1)).toBe(url);
});

it.each([
  'http://localhost:3000/#c=secret',
  'http://localhost:3000/login?token=secret',
  'http://localhost:3000/secret',
  'http://user:secret@localhost:3000',
  'file:///etc/passwd',
  'http://localhost:3000/ & calc',
])('T5 opens nothing that carries more than a place: %s', (url) => {
  openBrowser(url);
  expect(spawn).not.toHaveBeenCalled();
});
