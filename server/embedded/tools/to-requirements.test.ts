import { expect, it } from 'vitest';
import { toRequirements } from './to-requirements.ts';

it.each([
  [[{ name: 'requests', version: '2.32.3' }], ['requests==2.32.3']],
  [
    [{ name: 'requests', version: null }, { name: 'httpx' }],
    ['requests', 'httpx'],
  ],
  [[{ name: 'requests', version: '>=2,<3' }], ['requests>=2,<3']],
  [['requests'], ['requests']],
  [[{ name: '--index-url', version: 'http://x' }], ['--index-url==http://x']],
  [[], []],
])('reads %j', (stored, requirements) => {
  expect(toRequirements(stored)).toEqual(requirements);
});
