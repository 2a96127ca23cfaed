import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Letta } from '@letta-ai/letta-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEmbedded } from '#server/embedded/open-embedded.ts';
import { readEnv } from './env.ts';
import { startEmbeddedOnly } from './start-embedded-only.ts';

const ROLL =
  'def roll(sides: int) -> str:\n    """Roll.\n\n    Args:\n        sides (int): sides\n    """\n    return str(sides)\n';

/** Methods of areas this server does not offer yet, or that only Letta Cloud has. */
const LATER =
  /^(?:accessTokens|environments|folders|templates)\.|^agents\.(?:exportFile|importFile|files|folders|identities|schedule)\b/;

let stop = async () => {};
let baseURL = '';
const driven = new Set<string>();
let letta: Letta;

beforeAll(async () => {
  const home = await mkdtemp(join(tmpdir(), 'letta-client-'));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const env = {
    ...(await readEnv({ defaultPort: 8283, subfolder: 'server' })),
    home,
    port: 0,
    modelKeys: {},
    mcp: { allowStdio: true, allowPrivate: true },
  };
  const running = await startEmbeddedOnly({ env, openEmbedded, log });
  stop = running.close;
  baseURL = running.url;
  const client = new Letta({ baseURL, apiKey: null, maxRetries: 0 });
  letta = recording(client, '') as Letta;
});
afterAll(() => stop());

/** The same object, whose methods note that they were called. */
function recording(target: object, path: string): unknown {
  return new Proxy(target, {
    get(object, key, receiver) {
      const value: unknown = Reflect.get(object, key, receiver);
      if (typeof key === 'symbol' || key.startsWith('_')) return value;
      const name = path ? `${path}.${key}` : key;
      if (typeof value === 'object' && value !== null && '_client' in value) return recording(value, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        driven.add(name);
        return Reflect.apply(value, object, args);
      };
    },
  });
}

/** Every method of every resource of the client. */
function methodsOf(resource: object, path: string): string[] {
  const own = Object.getOwnPropertyNames(Object.getPrototypeOf(resource)).filter((name) => name !== 'constructor');
  const inner = Object.entries(resource)
    .filter(([key, value]) => !key.startsWith('_') && typeof value === 'object' && value !== null && '_client' in value)
    .flatMap(([key, value]) => methodsOf(value as object, `${path}.${key}`));
  return [...own.map((name) => `${path}.${name}`), ...inner];
}

test('MCP servers', async () => {
  const program = fileURLToPath(new URL('./embedded/mcp/fake-mcp-program.ts', import.meta.url));
  const config = { mcp_server_type: 'stdio' as const, command: process.execPath, args: [program] };
  const { id = '' } = await letta.mcpServers.create({ server_name: 'typed', config });
  expect((await letta.mcpServers.list()).map((each) => each.id)).toEqual([id]);
  expect(await letta.mcpServers.retrieve(id)).toMatchObject({ server_name: 'typed', command: process.execPath });
  expect((await letta.mcpServers.update(id, { server_name: 'other', config })).server_name).toBe('other');
  expect(await letta.mcpServers.refresh(id)).toEqual({ deleted: [], updated: [], added: [] });
  const tools = await letta.mcpServers.tools.list(id);
  const tool = tools.find(({ name }) => name === 'pid');
  expect(await letta.mcpServers.tools.retrieve(tool?.id ?? '', { mcp_server_id: id })).toEqual(tool);
  const ran = await letta.mcpServers.tools.run(tool?.id ?? '', { mcp_server_id: id, args: {} });
  expect(ran).toMatchObject({ status: 'success', func_return: expect.stringMatching(/^\d+$/) });
  await letta.mcpServers.delete(id);
  expect(await letta.mcpServers.list()).toEqual([]);
});

test('agents, blocks, tools, archival memory and archives', async () => {
  const tool = await letta.tools.create({ source_code: ROLL });
  expect((await letta.tools.upsert({ source_code: ROLL, tags: ['dice'] })).id).toBe(tool.id);
  expect((await letta.tools.retrieve(tool.id)).tags).toEqual(['dice']);
  expect((await letta.tools.update(tool.id, { description: 'Rolls' })).description).toBe('Rolls');
  expect((await letta.tools.list({ name: 'roll' })).items).toHaveLength(1);
  await expect(letta.tools.search({ query: 'roll' })).rejects.toMatchObject({ status: 400 });

  const agent = await letta.agents.create({
    name: 'Typed',
    model: 'demo/scripted',
    embedding: 'local/hash',
    memory_blocks: [{ label: 'human', value: 'Name: Sam' }],
    tags: ['sdk'],
  });
  expect((await letta.agents.retrieve(agent.id, { include: ['agent.tags'] })).tags).toEqual(['sdk']);
  expect((await letta.agents.update(agent.id, { description: 'typed' })).description).toBe('typed');
  const seen: string[] = [];
  for await (const each of letta.agents.list({ limit: 1 })) seen.push(each.id);
  expect(seen).toEqual([agent.id]);
  expect(await letta.agents.recompile(agent.id)).toContain('Name: Sam');
  expect(await letta.tags.list()).toEqual(['sdk']);

  await letta.agents.tools.attach(tool.id, { agent_id: agent.id });
  expect((await letta.agents.tools.list(agent.id, { limit: 20 })).items.map(({ name }) => name)).toContain('roll');
  await letta.agents.tools.updateApproval('roll', { agent_id: agent.id, body_requires_approval: true });
  expect((await letta.agents.retrieve(agent.id)).tool_rules).toMatchObject([{ type: 'requires_approval' }]);
  await letta.agents.tools.updateApproval('roll', { agent_id: agent.id, body_requires_approval: false });
  expect(await letta.agents.tools.run('roll', { agent_id: agent.id, args: { sides: 6 } })).toMatchObject({
    status: 'success',
    func_return: '6',
  });
  await letta.agents.tools.detach(tool.id, { agent_id: agent.id });
  await letta.tools.delete(tool.id);

  const block = await letta.blocks.create({ label: 'project', value: 'Letta' });
  expect((await letta.blocks.update(block.id, { value: 'ADE' })).value).toBe('ADE');
  expect((await letta.blocks.retrieve(block.id)).label).toBe('project');
  expect((await letta.blocks.list({ label: 'project' })).items).toHaveLength(1);
  await letta.agents.blocks.attach(block.id, { agent_id: agent.id });
  expect((await letta.blocks.agents.list(block.id)).items.map(({ id }) => id)).toEqual([agent.id]);
  expect((await letta.agents.blocks.list(agent.id)).items).toHaveLength(2);
  await letta.agents.blocks.update('project', { agent_id: agent.id, value: 'both' });
  expect((await letta.agents.blocks.retrieve('project', { agent_id: agent.id })).value).toBe('both');
  await letta.agents.blocks.detach(block.id, { agent_id: agent.id });
  await letta.blocks.delete(block.id);

  const [passage] = await letta.agents.passages.create(agent.id, { text: 'The sky is blue', tags: ['sky'] });
  expect(await letta.agents.passages.list(agent.id)).toHaveLength(1);
  expect((await letta.agents.passages.search(agent.id, { query: 'blue sky' })).count).toBe(1);
  expect(await letta.passages.search({ query: 'sky', agent_id: agent.id })).toHaveLength(1);
  await letta.agents.passages.delete(String(passage?.id), { agent_id: agent.id });

  const archive = await letta.archives.create({ name: 'Library', embedding: 'local/hash' });
  expect((await letta.archives.update(archive.id, { description: 'books' })).description).toBe('books');
  expect((await letta.archives.retrieve(archive.id)).name).toBe('Library');
  expect((await letta.archives.list()).items.length).toBeGreaterThan(0);
  const kept = await letta.archives.passages.create(archive.id, { text: 'one' });
  expect(
    await letta.archives.passages.createMany(archive.id, { passages: [{ text: 'two' }, { text: 'three' }] }),
  ).toHaveLength(2);
  await letta.archives.passages.delete(String(kept.id), { archive_id: archive.id });
  const reader = await letta.agents.create({ name: 'Reader', model: 'demo/scripted', embedding: 'local/hash' });
  await letta.agents.archives.attach(archive.id, { agent_id: reader.id });
  expect(await letta.agents.passages.list(reader.id)).toHaveLength(2);
  await letta.agents.archives.detach(archive.id, { agent_id: reader.id });
  await letta.archives.delete(archive.id);
  await letta.agents.delete(reader.id);
  await letta.agents.delete(agent.id);
  expect((await letta.models.list()).map(({ handle }) => handle)).toContain('demo/scripted');
  expect((await letta.models.embeddings.list()).map(({ handle }) => handle)).toContain('local/hash');
});

test('messages, conversations, runs and steps', async () => {
  const { id } = await letta.agents.create({
    name: 'Talker',
    model: 'demo/scripted',
    memory_blocks: [{ label: 'human', value: '' }],
  });
  const answer = await letta.agents.messages.create(id, { messages: [{ role: 'user', content: 'My name is Ada' }] });
  expect(answer.stop_reason.stop_reason).toBe('end_turn');
  const types: (string | undefined)[] = [];
  const stream = await letta.agents.messages.create(id, {
    input: 'Who am I?',
    streaming: true,
    stream_tokens: true,
    background: true,
  });
  let runId = '';
  for await (const message of stream) {
    types.push(message.message_type);
    if (message.message_type === 'ping') runId ||= message.run_id ?? '';
  }
  expect(types).toEqual(expect.arrayContaining(['ping', 'assistant_message', 'stop_reason', 'usage_statistics']));
  const older = await letta.agents.messages.stream(id, { input: 'Hello' });
  for await (const message of older) expect(message.message_type).toBeTypeOf('string');
  const resumed: (string | undefined)[] = [];
  for await (const message of await letta.runs.messages.stream(runId, { starting_after: 1 }))
    resumed.push(message.message_type);
  expect(resumed).toEqual(types.slice(1));

  const run = await letta.agents.messages.createAsync(id, { messages: [{ role: 'user', content: 'later' }] });
  await expect.poll(async () => (await letta.runs.retrieve(run.id)).status, { timeout: 30_000 }).toBe('completed');
  expect((await letta.runs.list({ agent_id: id })).items.length).toBeGreaterThan(2);
  expect((await letta.runs.messages.list(run.id)).items.length).toBeGreaterThan(1);
  const [step] = (await letta.runs.steps.list(run.id)).items;
  expect((await letta.runs.usage.retrieve(run.id)).total_tokens).toBeGreaterThan(0);
  await expect(letta.runs.trace.retrieve(run.id)).rejects.toMatchObject({ status: 501 });
  const stepId = step?.id ?? '';
  expect((await letta.steps.retrieve(stepId)).run_id).toBe(run.id);
  expect((await letta.steps.list({ agent_id: id })).items.length).toBeGreaterThan(2);
  expect((await letta.steps.metrics.retrieve(stepId)).step_ns).toBeGreaterThan(0);
  expect((await letta.steps.trace.retrieve(stepId))?.request_json).toHaveProperty('messages');
  expect((await letta.steps.messages.list(stepId)).items.length).toBeGreaterThan(1);
  expect((await letta.steps.feedback.create(stepId, { feedback: 'positive' })).feedback).toBe('positive');

  const history = await letta.agents.messages.list(id, { order: 'asc' });
  expect((await letta.messages.retrieve(history.items[1]?.id ?? '')).length).toBe(1);
  expect((await letta.messages.list({ limit: 2 })).length).toBeGreaterThan(1);
  await expect(letta.messages.search({ query: 'Ada' })).rejects.toMatchObject({ status: 400 });
  await expect(letta.agents.messages.cancel(id)).rejects.toMatchObject({ status: 409 });
  expect(await letta.agents.messages.compact(id)).toMatchObject({ num_messages_before: expect.any(Number) });
  await letta.agents.messages.reset(id, { add_default_initial_messages: false });

  const conversation = await letta.conversations.create({ agent_id: id });
  expect((await letta.conversations.update(conversation.id, { summary: 'First' })).summary).toBe('First');
  for await (const message of await letta.conversations.messages.create(conversation.id, {
    messages: [{ role: 'user', content: 'hi', otid: 'otid-1' }],
    background: true,
  }))
    expect(message).toHaveProperty('message_type');
  const again = await letta.conversations.messages.stream(conversation.id, { otid: 'otid-1' });
  for await (const message of again) expect(message).toHaveProperty('message_type');
  expect((await letta.conversations.messages.list(conversation.id)).items.length).toBeGreaterThan(1);
  expect((await letta.conversations.retrieve(conversation.id)).in_context_message_ids?.length).toBeGreaterThan(1);
  expect(await letta.conversations.recompile(conversation.id)).toContain('CONVERSATION_ID: conv-');
  const fork = await letta.conversations.fork(conversation.id);
  expect((await letta.conversations.list({ agent_id: id })).map((each) => each.id)).toContain(fork.id);
  await letta.conversations.messages.compact(fork.id, { compaction_settings: { mode: 'all', model: 'demo/scripted' } });
  await expect(letta.conversations.cancel(fork.id)).rejects.toMatchObject({ status: 409 });
  await letta.conversations.delete(fork.id);
  expect(await letta.health()).toMatchObject({ status: 'ok' });
});

test('every method of the client for these resources was driven', () => {
  const all = Object.entries(new Letta({ baseURL, apiKey: null }))
    .filter(([key, value]) => !key.startsWith('_') && typeof value === 'object' && value !== null && '_client' in value)
    .flatMap(([key, value]) => methodsOf(value as object, key));
  expect(all.filter((name) => !LATER.test(name) && !driven.has(name))).toEqual([]);
});

test.skipIf(process.platform === 'win32')('curl is as good a client', async () => {
  const curl = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)('curl', ['-sS', ...args]);
    return stdout;
  };
  const json = ['-H', 'content-type: application/json'];
  const body = JSON.stringify({ name: 'Curled', model: 'demo/scripted' });
  const agent = JSON.parse(await curl(...json, '-d', body, `${baseURL}/v1/agents/`)) as { id: string };
  const send = JSON.stringify({ messages: [{ role: 'user', content: 'hi' }], stream_tokens: true });
  const text = await curl('-N', ...json, '-d', send, `${baseURL}/v1/agents/${agent.id}/messages/stream`);
  expect(text).toMatch(/^data: \{"id":"ping-[\s\S]*"message_type":"assistant_message"[\s\S]*data: \[DONE\]\n\n$/);
  expect(JSON.parse(await curl(`${baseURL}/openapi.json`))).toMatchObject({ paths: { '/v1/agents/': { get: {} } } });
});
