import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request of the client, as a fake server gets it. */
export interface FakeRequest {
  method: string;
  headers: IncomingHttpHeaders;
  rpc: string;
  params: Record<string, unknown>;
}

type Answer = (request: FakeRequest, response: ServerResponse) => unknown;

/** An MCP server for tests that speaks plain JSON over HTTP; what `answers` has is answered by it, the rest decently. */
export async function startFakeMcp(answers: Record<string, Answer> = {}) {
  const seen: FakeRequest[] = [];
  const server = createServer((incoming, response) => void answer(incoming, response));
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const text = (await incoming.toArray()).join('');
    const body = text ? JSON.parse(text) : {};
    const request = {
      method: incoming.method ?? '',
      headers: incoming.headers,
      rpc: body.method ?? `${incoming.method} ${incoming.url}`,
      params: body.params ?? {},
    };
    seen.push(request);
    const special = answers[request.rpc] ?? answers['*'];
    const result = special ? await special(request, response) : decent(request);
    if (result === undefined) return;
    if (result === null) return response.writeHead(body.id === undefined ? 202 : 404).end();
    response.writeHead(200, { 'content-type': 'application/json', ...session });
    response.end(JSON.stringify({ jsonrpc: '2.0', id: body.id, result }));
  };
  const session = { 'mcp-session-id': 'one' };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    seen,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The answer of a server with one tool, `look`. Null where there is none. */
export function decent({ rpc, params }: FakeRequest): unknown {
  switch (rpc) {
    case 'initialize':
      return {
        protocolVersion: params['protocolVersion'],
        capabilities: { tools: {} },
        serverInfo: { name: 'fake', version: '1' },
      };
    case 'tools/list':
      return { tools: [{ name: 'look', description: 'Looks', inputSchema: { type: 'object', properties: {} } }] };
    case 'tools/call':
      return { content: [{ type: 'text', text: 'seen' }] };
    default:
      return null;
  }
}
