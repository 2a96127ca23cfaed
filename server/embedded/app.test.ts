import { describe, expect, it } from 'vitest';
import { openTestServer } from './test-server.ts';

const MISSING = '123e4567-e89b-42d3-8456-426614174000';

describe('the embedded server', () => {
  it('answers health, and redirects a collection without its slash as the original does', async () => {
    const { call, raw } = await openTestServer();
    expect((await call('GET', '/v1/health/')).body).toEqual({ version: '0.16.8', status: 'ok' });
    const redirect = await raw('GET', '/v1/agents?limit=2');
    expect(redirect.status).toBe(307);
    expect(redirect.headers.get('location')).toBe('agents/?limit=2');
  });

  it('makes an agent with blocks, tools and tags, and gives relations only when asked', async () => {
    const { call, createAgent } = await openTestServer();
    const agent = await createAgent({ tools: ['archival_memory_insert'], tags: ['b', 'a'], system: 'Be brief.' });
    expect(agent.blocks.map((block: { label: string }) => block.label)).toEqual(['human']);
    expect(agent.tools.map((tool: { name: string }) => tool.name)).toEqual([
      'archival_memory_insert',
      'conversation_search',
      'memory_insert',
      'memory_replace',
    ]);
    const bare = (await call('GET', `/v1/agents/${agent.id}`)).body;
    expect([bare.blocks, bare.tools, bare.tags]).toEqual([[], [], []]);
    const full = (await call('GET', `/v1/agents/${agent.id}?include=agent.tags&include=agent.blocks`)).body;
    expect(full.tags).toEqual(['a', 'b']);
    expect(full.memory.blocks).toHaveLength(1);
    const legacy = (
      await call('GET', `/v1/agents/${agent.id}`, undefined, {
        'x-stainless-package-version': '',
        'user-agent': 'curl/8',
      })
    ).body;
    expect(legacy.tools).toHaveLength(4);
  });

  it('makes an agent with the messages it begins with, after its prompt and in what the model sees', async () => {
    const { call, createAgent } = await openTestServer();
    const opening = [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Good day.' },
    ];
    const agent = await createAgent({ initial_message_sequence: opening });
    const { body: messages } = await call('GET', `/v1/agents/${agent.id}/messages?order=asc`);
    expect(messages.map((each: { message_type: string; content: string }) => each.message_type)).toEqual([
      'system_message',
      'user_message',
      'assistant_message',
    ]);
    expect(messages.slice(1).map(({ content }: { content: string }) => content)).toEqual(['Hello', 'Good day.']);
    expect(agent.message_ids).toEqual(messages.map(({ id }: { id: string }) => id));
    const silent = await createAgent({ initial_message_sequence: [] });
    expect(silent.message_ids).toHaveLength(1);
    const wrong = await call('POST', '/v1/agents/', {
      model: 'demo/scripted',
      initial_message_sequence: [{ role: 'x' }],
    });
    expect(wrong.status).toBe(422);
  });

  it('lists, filters, counts and pages agents', async () => {
    const { call, createAgent } = await openTestServer();
    for (const name of ['one', 'two', 'three']) await createAgent({ name, tags: name === 'two' ? ['x', 'y'] : ['x'] });
    await createAgent({ name: 'ghost', hidden: true });
    const names = async (query: string) =>
      (await call('GET', `/v1/agents/${query}`)).body.map((agent: { name: string }) => agent.name);
    expect(await names('')).toEqual(['three', 'two', 'one']);
    expect(await names('?order=asc&limit=2')).toEqual(['one', 'two']);
    const [first] = (await call('GET', '/v1/agents/?limit=1')).body;
    expect(await names(`?after=${first.id}`)).toEqual(['two', 'one']);
    expect(await names('?query_text=hre')).toEqual(['three']);
    expect(await names('?tags=x&tags=y&match_all_tags=true')).toEqual(['two']);
    expect(await names('?show_hidden_agents=true&limit=1')).toEqual(['ghost']);
    expect((await call('GET', '/v1/agents/count')).body).toBe(3);
    expect((await call('GET', '/v1/tags/')).body).toEqual(['x', 'y']);
  });

  it('changes and deletes an agent', async () => {
    const { call, createAgent } = await openTestServer();
    const agent = await createAgent();
    const changed = (
      await call('PATCH', `/v1/agents/${agent.id}`, { name: 'Samantha', tags: ['new'], system: 'You are Samantha.' })
    ).body;
    expect([changed.name, changed.tags, changed.system]).toEqual(['Samantha', ['new'], 'You are Samantha.']);
    const [system] = (await call('GET', `/v1/agents/${agent.id}/messages`)).body;
    expect(system.content).toContain('You are Samantha.');
    expect((await call('DELETE', `/v1/agents/${agent.id}`)).body).toEqual({
      message: `Agent id=${agent.id} successfully deleted`,
    });
    expect((await call('GET', `/v1/agents/${agent.id}`)).status).toBe(404);
    expect((await call('GET', '/v1/blocks/')).body).toHaveLength(1);
  });

  it.each([
    ['POST', '/v1/agents/', { name: 'x' }, 400, 'INVALID_ARGUMENT: Must specify either model or llm_config in request'],
    ['POST', '/v1/agents/', { name: 5, model: 'demo/scripted' }, 422, "'type': 'string_type', 'loc': ('body', 'name')"],
    ['POST', '/v1/agents/', { model: 'nope/x' }, 404, 'NOT_FOUND: Handle nope/x not found'],
    [
      'POST',
      '/v1/agents/',
      { model: 'demo/scripted', embedding: 'nope/e' },
      400,
      'INVALID_ARGUMENT: Embedding model nope/e not found',
    ],
    ['POST', '/v1/agents/', { model: 'demo/scripted', tools: ['nosuch'] }, 400, "Tools not found by name: {'nosuch'}"],
    ['POST', '/v1/agents/', { model: 'demo/scripted', name: 'bad/name' }, 400, 'contains invalid characters'],
    ['POST', '/v1/agents/', '{"broken', 422, 'JSON decode error'],
    ['GET', '/v1/agents/foo', undefined, 422, 'string_pattern_mismatch'],
    ['GET', `/v1/agents/agent-${MISSING}`, undefined, 404, `Agent with ID agent-${MISSING} not found`],
    ['GET', '/v1/agents/?include=bogus', undefined, 422, 'literal_error'],
    ['GET', '/v1/agents/?order=sideways', undefined, 422, 'literal_error'],
    ['GET', `/v1/blocks/block-${MISSING}`, undefined, 404, `Block with id 'block-${MISSING}' not found`],
    ['POST', '/v1/blocks/', { value: 'b' }, 422, "'type': 'missing', 'loc': ('body', 'label')"],
    ['DELETE', `/v1/tools/tool-${MISSING}`, undefined, 400, `Tool with id tool-${MISSING} not found.`],
    [
      'POST',
      '/v1/tools/',
      { source_code: 'def nodoc(x: str) -> str:\n    return x\n' },
      400,
      'Failed to derive json schema: Schema generation failed: Function nodoc missing docstring',
    ],
    ['GET', '/v1/nowhere', undefined, 404, 'Not Found'],
  ])('answers %s %s (%j) with %i', async (method, path, body, status, words) => {
    const { call } = await openTestServer();
    const answer = await call(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toContain(words);
  });

  it('refuses a body over 25 MB', async () => {
    const { call } = await openTestServer();
    expect((await call('POST', '/v1/blocks/', { label: 'big', value: 'x'.repeat(26 * 1024 * 1024) })).status).toBe(413);
  });

  it('leaves nothing behind when making an agent fails half way', async () => {
    const { call } = await openTestServer();
    const blocks = [
      { label: 'human', value: 'a' },
      { label: 'human', value: 'b' },
    ];
    expect(
      (await call('POST', '/v1/agents/', { name: 'x', model: 'demo/scripted', memory_blocks: blocks })).status,
    ).toBe(409);
    expect((await call('GET', '/v1/agents/')).body).toEqual([]);
    expect((await call('GET', '/v1/blocks/')).body).toEqual([]);
  });
});

describe('memory blocks', () => {
  it('are shared by attaching, and a change through one agent shows in its prompt', async () => {
    const { call, createAgent } = await openTestServer();
    const [one, two] = [await createAgent({ name: 'one' }), await createAgent({ name: 'two', memory_blocks: [] })];
    const { id } = one.blocks[0];
    await call('PATCH', `/v1/agents/${two.id}/core-memory/blocks/attach/${id}`);
    await call('PATCH', `/v1/agents/${one.id}/core-memory/blocks/human`, { value: 'Name: Kim' });
    expect((await call('GET', `/v1/agents/${two.id}/core-memory/blocks/human`)).body.value).toBe('Name: Kim');
    expect((await call('GET', `/v1/blocks/${id}/agents`)).body).toHaveLength(2);
    const [system] = (await call('GET', `/v1/agents/${one.id}/messages`)).body;
    expect(system.content).toContain('Name: Kim');
    await call('PATCH', `/v1/agents/${two.id}/core-memory/blocks/detach/${id}`);
    expect((await call('GET', `/v1/agents/${two.id}/core-memory/blocks`)).body).toEqual([]);
  });

  it.each(['valueOf', 'constructor', '__proto__'])('may be called %s', async (label) => {
    const { call } = await openTestServer();
    const made = await call('POST', '/v1/blocks/', { label, value: 'a' });
    expect(made).toMatchObject({ status: 200, body: { label, description: null } });
  });

  it('refuse a second block of one label', async () => {
    const { call, createAgent } = await openTestServer();
    const agent = await createAgent();
    const other = (await call('POST', '/v1/blocks/', { label: 'human', value: 'else' })).body;
    expect((await call('PATCH', `/v1/agents/${agent.id}/core-memory/blocks/attach/${other.id}`)).status).toBe(409);
  });

  it('give an entity tag, and refuse a write that is based on an older one', async () => {
    const { call, createAgent } = await openTestServer();
    const agent = await createAgent();
    const path = `/v1/agents/${agent.id}/core-memory/blocks/human`;
    const etag = (await call('GET', path)).headers.get('etag') ?? '';
    const writes = await Promise.all(['a', 'b'].map((value) => call('PATCH', path, { value }, { 'if-match': etag })));
    expect(writes.map((write) => write.status).sort()).toEqual([200, 412]);
    const refused = writes.find((write) => write.status === 412);
    const kept = writes.find((write) => write.status === 200);
    expect(refused?.body.detail.current.value).toBe(kept?.body.value);
  });
});

describe('archival memory', () => {
  it('keeps, lists newest first, finds by words and tags, and deletes', async () => {
    const { call, createAgent } = await openTestServer();
    const agent = await createAgent();
    const path = `/v1/agents/${agent.id}/archival-memory`;
    await call('POST', path, { text: 'The sky is blue', tags: ['colour', 'sky'] });
    await call('POST', path, { text: 'Grass is green', tags: ['colour'], created_at: '2020-01-02T03:04:05Z' });
    const [tea] = (await call('POST', path, { text: 'Tea is served at four' })).body;
    const texts = (await call('GET', `${path}?ascending=false`)).body.map((passage: { text: string }) => passage.text);
    expect(texts).toEqual(['Tea is served at four', 'The sky is blue', 'Grass is green']);
    const find = async (query: string) =>
      (await call('GET', `${path}/search?${query}`)).body.results.map((result: { content: string }) => result.content);
    expect((await find('query=what+colour+is+the+sky'))[0]).toBe('The sky is blue');
    expect(await find('query=colour&tags=colour&tags=sky&tag_match_mode=all')).toEqual(['The sky is blue']);
    expect(await find('query=grass&end_datetime=2021-01-01')).toEqual(['Grass is green']);
    await call('DELETE', `${path}/${tea.id}`);
    expect((await call('DELETE', `${path}/${tea.id}`)).status).toBe(404);
    expect(await find('query=tea&top_k=5')).toHaveLength(2);
    expect((await call('GET', `/v1/agents/${agent.id}/context`)).body.num_archival_memory).toBe(2);
  });

  it('refuses a text that is too long to embed', async () => {
    const { call, createAgent } = await openTestServer();
    const agent = await createAgent();
    const answer = await call('POST', `/v1/agents/${agent.id}/archival-memory`, { text: 'x'.repeat(40_000) });
    expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining('found 10000 tokens') } });
  });
});

describe('tools', () => {
  const SOURCE =
    'def double(text: str) -> str:\n    """Say it twice.\n\n    Args:\n        text (str): what to say\n    """\n    print("hm")\n    return text * 2\n';

  it('are upserted by name, with the schema of their source', async () => {
    const { call } = await openTestServer();
    const first = (await call('POST', '/v1/tools/', { source_code: SOURCE })).body;
    expect(first.json_schema.parameters).toEqual({
      type: 'object',
      properties: { text: { type: 'string', description: 'what to say' } },
      required: ['text'],
    });
    const second = (await call('POST', '/v1/tools/', { source_code: SOURCE.replace('twice', 'two times') })).body;
    expect([second.id, second.description]).toEqual([first.id, 'Say it two times.']);
  });

  it('of the server itself cannot be replaced by a custom one of the same name', async () => {
    const { call } = await openTestServer();
    const answer = await call('POST', '/v1/tools/', { source_code: SOURCE.replace('double', 'memory_insert') });
    expect(answer).toMatchObject({ status: 409, body: { detail: expect.stringContaining('memory_insert') } });
  });

  it('run from source, with what they printed', async () => {
    const { call } = await openTestServer();
    const answer = (await call('POST', '/v1/tools/run', { source_code: SOURCE, args: { text: 'ab' } })).body;
    expect(answer).toMatchObject({ status: 'success', tool_return: 'abab', stdout: ['hm\n'], stderr: [] });
    const failed = (await call('POST', '/v1/tools/run', { source_code: SOURCE, args: {} })).body;
    expect(failed).toMatchObject({
      status: 'error',
      tool_return: expect.stringContaining("TypeError: double() missing 1 required positional argument: 'text'"),
    });
  });

  it('are attached and detached', async () => {
    const { call, createAgent } = await openTestServer();
    const agent = await createAgent();
    const tool = (await call('POST', '/v1/tools/', { source_code: SOURCE })).body;
    expect((await call('PATCH', `/v1/agents/${agent.id}/tools/attach/${tool.id}`)).body).toBeNull();
    const names = async () =>
      (await call('GET', `/v1/agents/${agent.id}/tools?limit=50`)).body.map((each: { name: string }) => each.name);
    expect(await names()).toContain('double');
    await call('PATCH', `/v1/agents/${agent.id}/tools/detach/${tool.id}`);
    expect(await names()).not.toContain('double');
  });
});
