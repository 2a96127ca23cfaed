import { createActiveRuns } from './agent-loop/active-runs.ts';
import { createApp } from './app.ts';
import type { MemoryWrite } from './embedded-context.ts';
import { createLoginAnswers } from './mcp/login-answers.ts';
import { createMcpPool, type McpPoolOptions } from './mcp/mcp-pool.ts';
import { installBaseTools } from './memory/base-tools.ts';
import { createPassageIndex } from './memory/passage-index.ts';
import type { ChatModel } from './models/chat-model.ts';
import { DEMO_MODEL } from './models/demo-model.ts';
import { createModelRegistry } from './models/model-registry.ts';
import { openKeySeal } from './store/key-seal.ts';
import { openDatabase } from './store/open-database.ts';

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  body: any;
  headers: Headers;
}

const NO_OWN_MCP: McpPoolOptions = { policy: { allowStdio: false, allowPrivate: false } };

/** A fresh server in memory, for tests. With `chatModel`, that model answers in the demo model's place. */
export async function openTestServer(
  chatModel?: ChatModel,
  mcpOptions: McpPoolOptions = NO_OWN_MCP,
  onMemoryWrite: (write: MemoryWrite) => void = () => undefined,
) {
  const db = openDatabase(':memory:');
  await installBaseTools(db);
  const registry = createModelRegistry({}, () => undefined);
  const models = chatModel ? { ...registry, chatModel: () => chatModel } : registry;
  const logs: string[] = [];
  const mcp = createMcpPool(mcpOptions);
  const app = createApp({
    db,
    models,
    runs: createActiveRuns(),
    passages: createPassageIndex(db),
    mcp,
    logins: createLoginAnswers(),
    seal: openKeySeal(null),
    environmentsFolder: null,
    onMemoryWrite,
    log: (line) => logs.push(line),
  });
  const raw = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    app.request(path, {
      method,
      headers: { 'content-type': 'application/json', 'x-stainless-package-version': '1.12.1', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer> => {
    const response = await raw(method, path, body, headers);
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers };
  };
  const createAgent = async (fields: Record<string, unknown> = {}) => {
    const params = {
      name: 'Sam',
      model: DEMO_MODEL.handle,
      embedding: 'local/hash',
      memory_blocks: [{ label: 'human', value: 'Name: Sam' }],
    };
    return (await call('POST', '/v1/agents/', { ...params, ...fields })).body;
  };
  return { app, db, mcp, raw, call, createAgent, logs };
}

/** The frames of a stream, as `[event, data]`. */
export async function framesOf(response: Response): Promise<Record<string, unknown>[]> {
  const text = await response.text();
  return text
    .split('\n\n')
    .filter(Boolean)
    .map((frame) => {
      const data = frame.slice(frame.indexOf('data: ') + 6);
      return data === '[DONE]'
        ? { done: true }
        : { ...JSON.parse(data), ...(frame.startsWith('event: error') ? { event: 'error' } : {}) };
    });
}
