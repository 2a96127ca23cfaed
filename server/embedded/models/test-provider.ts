import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { ChatModel, ModelEvent, ModelRequest } from './chat-model.ts';
import type { ModelInfo, ProviderConnection } from './model-info.ts';

/** What a fake provider answers: the bytes, and how the connection ends. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body: string;
  /** `cut` breaks the connection after the body, `hold` leaves it open. */
  ending?: 'cut' | 'hold';
}

export interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  body: any;
}

/**
 * A provider on loopback that answers as told until the test ends. `closed` settles when the first answer is over, by
 * whichever side.
 */
export async function startProvider(answer: (request: SeenRequest, count: number) => Reply) {
  const seen: SeenRequest[] = [];
  const closed = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      const body = text ? JSON.parse(text) : null;
      seen.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
      response.on('close', () => closed.resolve());
      const last = seen.at(-1);
      if (last) send(response, answer(last, seen.length));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    closed: closed.promise,
  };
}

function send(response: ServerResponse, reply: Reply): void {
  const type = reply.body.startsWith('{') || reply.body.startsWith('[') ? 'application/json' : 'text/event-stream';
  response.writeHead(reply.status ?? 200, { 'content-type': type, ...reply.headers });
  if (reply.ending === 'hold') response.write(reply.body);
  else if (reply.ending === 'cut') response.write(reply.body, () => response.destroy());
  else response.end(reply.body);
}

/** Server-sent events as providers write them: named where the event has a type. */
export function sse(events: readonly object[]): string {
  return events
    .map((event) => {
      const type: unknown = Reflect.get(event, 'type');
      return `${typeof type === 'string' ? `event: ${type}\n` : ''}data: ${JSON.stringify(event)}\n\n`;
    })
    .join('');
}

/** A connection of people's settings, at `baseUrl`. */
export function testConnection(fields: Partial<ProviderConnection>): ProviderConnection {
  return { id: null, name: 'openai', type: 'openai', category: 'base', apiKey: 'test-key-1', baseUrl: null, ...fields };
}

/** A model, as a provider would list it. */
export function testInfo(name: string): ModelInfo {
  return {
    handle: `test/${name}`,
    name,
    displayName: name,
    providerName: 'test',
    providerCategory: 'base',
    providerId: null,
    providerType: 'openai',
    endpoint: null,
    contextWindow: 128_000,
    maxOutputTokens: 4_096,
  };
}

/** A request with one message and nothing special. */
export function testRequest(fields: Partial<ModelRequest> = {}): ModelRequest {
  return {
    messages: [{ role: 'user', content: 'Hello' }],
    tools: [],
    toolChoice: 'auto',
    temperature: null,
    maxOutputTokens: null,
    reasoningEffort: null,
    thinkingBudget: null,
    parallelToolCalls: false,
    responseFormat: null,
    signal: new AbortController().signal,
    ...fields,
  };
}

/** Everything a model says. */
export async function eventsOf(model: ChatModel, request: ModelRequest = testRequest()): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of model.stream(request)) events.push(event);
  return events;
}
