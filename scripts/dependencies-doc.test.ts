import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('docs/dependencies.md has exactly one line for every direct dependency', () => {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const wanted = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies });
  const rows = readFileSync('docs/dependencies.md', 'utf8').matchAll(/^\| `([^`]+)` \|/gm);
  const listed = Array.from(rows, ([, name]) => name);
  expect(listed.toSorted()).toEqual(wanted.toSorted());
});
