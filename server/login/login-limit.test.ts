import { expect, test } from 'vitest';
import { createLoginLimit } from './login-limit.ts';

function limitAt() {
  let time = 1_000;
  const limit = createLoginLimit(() => time);
  const take = () => Math.ceil(limit.take() / 1_000);
  const pass = (seconds: number) => {
    time += seconds * 1_000;
  };
  return { limit, take, pass };
}

test('T6 five tries a minute, and the sixth waits for the first to be a minute old', () => {
  const { take, pass } = limitAt();
  expect(Array.from({ length: 5 }, take)).toEqual([0, 0, 0, 0, 0]);
  expect(take()).toBe(60);
  pass(20);
  expect(take()).toBe(40);
  pass(40);
  expect(take()).toBe(0);
});

test('T6 then twenty an hour', () => {
  const { take, pass } = limitAt();
  for (let minute = 0; minute < 4; minute += 1) {
    expect(Array.from({ length: 5 }, take)).toEqual([0, 0, 0, 0, 0]);
    pass(60);
  }
  expect(take()).toBe(3_600 - 240);
  pass(3_600 - 240);
  expect(take()).toBe(0);
});

test('T6 a right password does not count', () => {
  const { limit, take } = limitAt();
  for (let round = 0; round < 50; round += 1) {
    expect(take()).toBe(0);
    limit.giveBack();
  }
});
