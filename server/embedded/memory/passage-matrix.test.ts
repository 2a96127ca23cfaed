import { expect, test } from 'vitest';
import { createPassageMatrix } from './passage-matrix.ts';

const DIMENSION = 64;

function batchOf(ids: string[]) {
  const values = new Int8Array(ids.length * DIMENSION);
  for (const [row, id] of ids.entries()) values[row * DIMENSION + (Number(id) % DIMENSION)] = 127;
  return { ids, values, scales: ids.map(() => 1 / 127), tags: ids.map(() => null), dates: ids.map(() => '') };
}

function targetOf(number: number): Float32Array<ArrayBuffer> {
  const target = new Float32Array(DIMENSION);
  target[number % DIMENSION] = 1;
  return target;
}

test('hundreds of small archives take little more than what is in them', () => {
  const before = process.memoryUsage().arrayBuffers;
  const matrices = Array.from({ length: 400 }, () => {
    const matrix = createPassageMatrix(1_536);
    matrix.add({ ...batchOf(['1']), values: new Int8Array(1_536) });
    return matrix;
  });
  const held = process.memoryUsage().arrayBuffers - before;
  expect(matrices).toHaveLength(400);
  expect(held).toBeLessThan(400 * 1_536 * 32);
});

test.each([1, 7, 8, 9, 16, 17, 1_023, 1_024, 1_025, 2_049])('of %i rows, each is found again', (count) => {
  const matrix = createPassageMatrix(DIMENSION);
  const ids = Array.from({ length: count }, (_, index) => String(index));
  for (const id of ids) matrix.add(batchOf([id]));
  for (const index of [0, Math.floor(count / 2), count - 1]) {
    const near = matrix.nearest({ target: targetOf(index), count: count, filter: null });
    expect(near).toContain(String(index));
    expect(Number(near[0]) % DIMENSION).toBe(index % DIMENSION);
  }
  expect(matrix.nearest({ target: targetOf(0), count: count + 5, filter: null })).toHaveLength(count);
});
