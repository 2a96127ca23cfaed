import { expect, test } from 'vitest';
import { startFakeMcp } from './fake-mcp-server.ts';
import { McpFailure } from './mcp-failure.ts';
import { createMcpPool, type McpUse } from './mcp-pool.ts';

async function open() {
  const fake = await startFakeMcp();
  const pool = createMcpPool({ policy: { allowStdio: false, allowPrivate: true } });
  const use: McpUse = { serverId: 'one', target: { type: 'streamable_http', url: fake.url, headers: {} } };
  return {
    pool,
    use,
    connects: () => fake.seen.filter(({ rpc }) => rpc === 'initialize').length,
    async [Symbol.asyncDispose]() {
      await pool.close();
      fake.stop();
    },
  };
}

test('two callers that find a dead connection open one new one', async () => {
  await using opened = await open();
  const { pool, use, connects } = opened;
  await pool.run(use, (connection) => connection.close());
  const used = await Promise.all([1, 2].map(() => pool.run(use, async (connection) => connection)));
  expect(connects()).toBe(2);
  expect(used[0]).toBe(used[1]);
});

test('two callers whose requests a kept connection did not send open one new one', async () => {
  await using opened = await open();
  const { pool, use, connects } = opened;
  const old = await pool.run(use, async (connection) => connection);
  const used = await Promise.all(
    [1, 2].map(() =>
      pool.run(use, async (connection) => {
        if (connection === old) throw new McpFailure('not-sent', 'The session is gone.');
        return connection;
      }),
    ),
  );
  expect(connects()).toBe(2);
  expect(used[0]).toBe(used[1]);
});
