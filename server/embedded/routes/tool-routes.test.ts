import { expect, test } from 'vitest';
import { openTestServer } from '#server/embedded/test-server.ts';

test('a change of a tool that names nothing leaves it as it is', async () => {
  const { call } = await openTestServer();
  const [tool] = (await call('GET', '/v1/tools/?limit=1')).body;
  const { status, body } = await call('PATCH', `/v1/tools/${tool.id}`, {});
  expect(status).toBe(200);
  expect(body).toEqual(tool);
});
