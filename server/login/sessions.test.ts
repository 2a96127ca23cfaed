import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSessions } from './sessions.ts';

test('T6 a session has 32 random bytes, and 10,000 other tokens open nothing', () => {
  const sessions = createSessions();
  const token = sessions.begin();
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(sessions.has(token)).toBe(true);
  const guesses = Array.from({ length: 10_000 }, () => randomBytes(32).toString('base64url'));
  expect(guesses.filter(sessions.has)).toEqual([]);
  expect(['', token.slice(1), `${token}=`, token.toLowerCase()].filter(sessions.has)).toEqual([]);
});

test('a session ends alone, and the oldest makes room', () => {
  const sessions = createSessions();
  const tokens = Array.from({ length: 101 }, sessions.begin);
  expect(tokens.findIndex(sessions.has)).toBe(1);
  sessions.end(tokens[50]!);
  expect(tokens.filter(sessions.has)).toHaveLength(99);
});
