import { expect, test } from 'vitest';
import { openTestServer } from '#server/embedded/test-server.ts';
import { describeFailure, fuzzRoutes } from './fuzz-routes.ts';
import { samplesWithoutRoute } from './sample-bodies.ts';

const COUNT = 500;
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000);

test(`no request, however odd, makes the server fail or damages what it keeps (FUZZ_SEED=${seed})`, async () => {
  const { sent, failures, problems, routes, statuses } = await fuzzRoutes({ count: COUNT, seed });
  expect([...failures.map(describeFailure), ...problems]).toEqual([]);
  expect(sent).toBe(COUNT);
  expect(routes.length).toBeGreaterThan(100);
  expect(statuses[200], 'requests that did something').toBeGreaterThan(150);
  expect(samplesWithoutRoute(routes)).toEqual([]);
});

test('a body beyond 25 MB is 413', async () => {
  const { call } = await openTestServer();
  const value = 'x'.repeat(25 * 1024 * 1024);
  const { status, body } = await call('POST', '/v1/blocks/', { label: 'large', value });
  expect(status).toBe(413);
  expect(body.detail).toContain('25 MB');
});
