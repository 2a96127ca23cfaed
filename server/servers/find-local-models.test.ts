import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { findLocalModels } from './find-local-models.ts';

const servers: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(status: number, headers: Record<string, string> = {}): Promise<string> {
  const server = createServer((_request, response) => void response.writeHead(status, headers).end('{}'));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('finds what answers, and nothing that refuses, redirects or is not there', async () => {
  const [ok, refused, moved] = [
    await serve(200),
    await serve(500),
    await serve(302, { location: 'http://example.com' }),
  ];
  const candidate = (url: string) => ({ type: 'ollama' as const, url, probe: `${url}/api/version` });
  expect(await findLocalModels([ok, refused, moved, 'http://127.0.0.1:9'].map(candidate))).toEqual([
    { type: 'ollama', url: ok },
  ]);
});
