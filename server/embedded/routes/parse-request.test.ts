import { expect, test } from 'vitest';
import { openTestServer } from '#server/embedded/test-server.ts';

const nested = (depth: number) => `{"label":"notes","metadata":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`;

test('a body nested deeper than any stack is 422, a deep one is kept', async () => {
  const { call } = await openTestServer();
  const { status, body } = await call('POST', '/v1/blocks/', nested(20_000));
  expect(status).toBe(422);
  expect(body.detail).toContain('nested deeper than 200 levels');
  expect((await call('POST', '/v1/blocks/', nested(190))).status).toBe(200);
});
