import { describe, expect, it, vi } from 'vitest';
import { type ChatModel, ModelError, type ModelEvent, type ModelRequest } from '#server/embedded/models/chat-model.ts';
import { framesOf, openTestServer } from '#server/embedded/test-server.ts';

const USAGE: ModelEvent = {
  type: 'usage',
  usage: {
    promptTokens: 100,
    completionTokens: 20,
    totalTokens: 120,
    cachedInputTokens: 40,
    cacheWriteTokens: null,
    reasoningTokens: 0,
  },
};

/** A model that plays one script for each step, and keeps what it was asked. */
function scripted(...steps: (ModelEvent[] | Error)[]): ChatModel & { requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  return {
    requests,
    payload: () => ({}),
    async *stream(request) {
      const step = steps[requests.length] ?? [];
      requests.push(request);
      if (step instanceof Error) throw step;
      yield* step;
    },
  };
}

const text = (...deltas: string[]): ModelEvent[] => [
  ...deltas.map((delta): ModelEvent => ({ type: 'text', delta })),
  { type: 'finish', reason: 'stop' },
  USAGE,
];
const call = (name: string, args: unknown): ModelEvent[] => [
  { type: 'tool-call', index: 0, id: 'call_1', name },
  { type: 'tool-call', index: 0, argumentsDelta: JSON.stringify(args) },
  { type: 'finish', reason: 'tool_calls' },
  USAGE,
];

async function setUp(model: ChatModel) {
  const server = await openTestServer(model);
  const agent = await server.createAgent();
  const messages = `/v1/agents/${agent.id}/messages`;
  const stream = async (body: Record<string, unknown> = {}) =>
    framesOf(
      await server.raw('POST', messages, {
        messages: [{ role: 'user', content: 'hi', otid: 'otid-1' }],
        streaming: true,
        stream_tokens: true,
        ...body,
      }),
    );
  const history = async (query = '') => (await server.call('GET', `${messages}${query}`)).body;
  return { ...server, agent, messages, stream, history };
}

describe('a streamed turn', () => {
  it('begins with a ping that tells the run, streams deltas, and ends with stop reason, usage and marker', async () => {
    const { stream, history } = await setUp(scripted([{ type: 'reasoning', delta: 'Hm.' }, ...text('Hel', 'lo')]));
    const frames = await stream();
    expect(frames.map((frame) => frame['message_type'] ?? 'done')).toEqual([
      'ping',
      'reasoning_message',
      'assistant_message',
      'assistant_message',
      'stop_reason',
      'usage_statistics',
      'done',
    ]);
    expect(frames[0]?.['run_id']).toMatch(/^run-/);
    expect(frames[5]).toMatchObject({
      prompt_tokens: 100,
      completion_tokens: 20,
      cached_input_tokens: 40,
      context_tokens: 120,
      step_count: 1,
    });
    const [, user, reasoning, answer] = await history();
    expect(user).toMatchObject({ message_type: 'user_message', otid: 'otid-1', content: 'hi' });
    expect(reasoning).toMatchObject({ otid: frames[1]?.['otid'], reasoning: 'Hm.' });
    expect(answer).toMatchObject({ id: reasoning.id, otid: frames[2]?.['otid'], content: 'Hello' });
  });

  it('sends whole messages without stream_tokens', async () => {
    const { stream } = await setUp(scripted(text('Hel', 'lo')));
    const frames = await stream({ stream_tokens: false });
    expect(frames.filter((frame) => frame['message_type'] === 'assistant_message')).toMatchObject([
      { content: 'Hello' },
    ]);
  });

  it('runs a memory tool, tells the model what came of it, and shows the new value at once', async () => {
    const model = scripted(call('memory_insert', { label: 'human', new_string: 'Likes tea' }), text('Noted.'));
    const { stream, call: request, agent } = await setUp(model);
    const frames = await stream();
    expect(frames.find((frame) => frame['message_type'] === 'tool_return_message')).toMatchObject({
      status: 'success',
      tool_return: 'Name: Sam\nLikes tea',
      name: 'memory_insert',
      tool_call_id: 'call_1',
    });
    expect((await request('GET', `/v1/agents/${agent.id}/core-memory/blocks/human`)).body.value).toBe(
      'Name: Sam\nLikes tea',
    );
    const told = model.requests[1]?.messages.at(-1);
    expect(told).toMatchObject({ role: 'tool', toolCallId: 'call_1' });
    expect(JSON.parse(told?.role === 'tool' ? told.content : '')).toMatchObject({
      status: 'OK',
      message: 'Name: Sam\nLikes tea',
    });
  });

  it.each([
    [
      'a text that is not there',
      'memory_replace',
      { label: 'human', old_string: 'no such text', new_string: 'y' },
      'did not appear verbatim',
    ],
    [
      'an unknown block',
      'memory_insert',
      { label: 'nolabel', new_string: 'y' },
      "'Block field nolabel does not exist (available sections = human)'",
    ],
    [
      'an unknown tool',
      'nosuch',
      {},
      "[ToolConstraintError] Cannot call nosuch, valid tools include: ['conversation_search', 'memory_insert', 'memory_replace'].",
    ],
    ['wrong arguments', 'memory_insert', { label: 5 }, 'label'],
  ])('goes on after %s', async (_case, name, args, words) => {
    const { stream } = await setUp(scripted(call(name, args), text('Could not.')));
    const frames = await stream();
    const returned = frames.find((frame) => frame['message_type'] === 'tool_return_message');
    expect(returned).toMatchObject({ status: 'error', tool_return: expect.stringContaining(words) });
    expect(frames.at(-1)).toEqual({ done: true });
  });

  it('stops at max_steps', async () => {
    const { stream } = await setUp(
      scripted(
        call('memory_insert', { label: 'human', new_string: 'a' }),
        call('memory_insert', { label: 'human', new_string: 'b' }),
      ),
    );
    expect(await stream({ max_steps: 2 })).toContainEqual({ message_type: 'stop_reason', stop_reason: 'max_steps' });
  });

  it('tells a provider failure in the stream, and keeps the message of the person', async () => {
    const failure = new ModelError('llm_authentication', 401, 'Refused.', 'Error code: 401');
    const { stream, history, call: request, agent } = await setUp(scripted(failure));
    const frames = await stream();
    expect(frames.slice(1)).toMatchObject([
      { stop_reason: 'llm_api_error' },
      { event: 'error', message_type: 'error_message', error_type: 'llm_authentication', detail: 'Error code: 401' },
      { done: true },
    ]);
    expect((await history()).at(-1)).toMatchObject({ message_type: 'user_message', content: 'hi' });
    const [run] = (await request('GET', `/v1/runs/?agent_id=${agent.id}`)).body;
    expect(run).toMatchObject({ status: 'failed', metadata: { error: { detail: 'Error code: 401' } } });
  });

  it('is cancelled with what was said so far kept', async () => {
    let cancel = () => Promise.resolve();
    const model: ChatModel = {
      payload: () => ({}),
      async *stream(request) {
        yield { type: 'text', delta: 'One ' };
        yield { type: 'text', delta: 'two ' };
        await cancel();
        if (!request.signal.aborted) yield { type: 'text', delta: 'three' };
      },
    };
    const { stream, history, call: request, messages, agent } = await setUp(model);
    cancel = async () => {
      await request('POST', `${messages}/cancel`, {});
    };
    const frames = await stream();
    expect(frames.at(-1)).toEqual({ message_type: 'stop_reason', stop_reason: 'cancelled' });
    expect((await history()).at(-1)).toMatchObject({ message_type: 'assistant_message', content: 'One two ' });
    expect((await request('GET', `/v1/runs/?agent_id=${agent.id}`)).body[0].status).toBe('cancelled');
  });

  it('is stored while it is written: a crash loses half a second of it', async () => {
    const clock = vi.spyOn(performance, 'now');
    let time = 0;
    clock.mockImplementation(() => time);
    const stored: string[] = [];
    let look = async () => undefined as unknown;
    const model: ChatModel = {
      payload: () => ({}),
      async *stream() {
        for (const delta of ['One ', 'two ', 'three']) {
          time += 600;
          yield { type: 'text', delta };
          await look();
        }
        yield USAGE;
      },
    };
    const { stream, history } = await setUp(model);
    look = async () => stored.push((await history()).at(-1).content);
    await stream();
    clock.mockRestore();
    expect(stored).toEqual(['One ', 'One two ', 'One two three']);
    expect(
      (await history()).filter((message: { message_type: string }) => message.message_type === 'assistant_message'),
    ).toHaveLength(1);
  });

  it('goes on when its reader goes away', async () => {
    const { raw, messages, history, call: request, agent } = await setUp(scripted(text('All ', 'of ', 'it')));
    const response = await raw('POST', messages, { input: 'hi', streaming: true, stream_tokens: true });
    await response.body?.cancel();
    await expect
      .poll(async () => (await request('GET', `/v1/runs/?agent_id=${agent.id}`)).body[0].status)
      .toBe('completed');
    expect((await history()).at(-1)).toMatchObject({ content: 'All of it' });
  });

  it('answers a call that a crash left without a return', async () => {
    const model = scripted(text('Hi again'));
    const { stream, db, agent } = await setUp(model);
    const row = await db
      .selectFrom('agents')
      .select('message_ids')
      .where('id', '=', agent.id)
      .executeTakeFirstOrThrow();
    await db
      .insertInto('messages')
      .values({
        id: 'message-lost',
        agent_id: agent.id,
        role: 'assistant',
        content: '[]',
        tool_calls: '[{"id":"call_9","type":"function","function":{"name":"x","arguments":"{}"}}]',
        created_at: '2026-01-01T00:00:00Z',
      })
      .execute();
    await db
      .updateTable('agents')
      .set({ message_ids: JSON.stringify([...JSON.parse(row.message_ids), 'message-lost']) })
      .execute();
    await stream();
    expect(model.requests[0]?.messages).toContainEqual(expect.objectContaining({ role: 'tool', toolCallId: 'call_9' }));
  });
});

describe('what others do meanwhile', () => {
  it('a message sent during a turn waits for its end, in the context too', async () => {
    let speak: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      speak = resolve;
    });
    const requests: ModelRequest[] = [];
    const model: ChatModel = {
      payload: () => ({}),
      async *stream(request) {
        requests.push(request);
        if (requests.length === 1) {
          yield* call('memory_insert', { label: 'human', new_string: 'a' });
          await gate;
        } else yield* text('ok');
      },
    };
    const { call: request, messages, db } = await setUp(model);
    const first = request('POST', messages, { input: 'one' });
    await expect.poll(() => requests.length).toBe(1);
    const second = request('POST', messages, { input: 'two' });
    await expect.poll(async () => (await db.selectFrom('runs').select('id').execute()).length).toBe(2);
    speak();
    await Promise.all([first, second]);
    const roles = requests.at(-1)?.messages.map((message) => message.role);
    expect(roles).toEqual(['system', 'user', 'assistant', 'tool', 'assistant', 'user']);
    expect(requests[1]?.messages.filter((message) => message.role === 'user')).toHaveLength(1);
  });

  it('a reset is refused while a turn goes on', async () => {
    let status = 0;
    let reset = async () => undefined as unknown;
    const model: ChatModel = {
      payload: () => ({}),
      async *stream() {
        await reset();
        yield* text('ok');
      },
    };
    const { call: request, messages, agent } = await setUp(model);
    reset = async () => {
      status = (await request('PATCH', `/v1/agents/${agent.id}/reset-messages`, {})).status;
    };
    await request('POST', messages, { input: 'hi' });
    expect(status).toBe(409);
  });

  it('a stop keeps the tools that did not run yet from running', async () => {
    let cancel = async () => undefined as unknown;
    const model: ChatModel = {
      payload: () => ({}),
      async *stream() {
        yield* call('memory_insert', { label: 'human', new_string: 'after the stop' });
        yield { type: 'tool-call', index: 1, id: 'call_2', name: 'memory_insert', argumentsDelta: '{}' };
        queueMicrotask(() => void cancel());
      },
    };
    const { call: request, messages, agent } = await setUp(model);
    cancel = () => request('POST', `${messages}/cancel`, {});
    const { body } = await request('POST', messages, { input: 'hi' });
    expect(body.stop_reason.stop_reason).toBe('cancelled');
    const calls = body.messages.flatMap((message: { tool_calls?: unknown[] }) => message.tool_calls ?? []);
    const returns = body.messages.flatMap((message: { tool_returns?: unknown[] }) => message.tool_returns ?? []);
    expect(returns).toHaveLength(calls.length);
    expect(agent.id).toBeTruthy();
  });

  it('whole calls that an endpoint numbers alike stay apart', async () => {
    const model = scripted(
      [
        {
          type: 'tool-call',
          index: 0,
          id: 'a',
          name: 'memory_insert',
          argumentsDelta: '{"label":"human","new_string":"x"}',
        },
        {
          type: 'tool-call',
          index: 0,
          id: 'b',
          name: 'memory_insert',
          argumentsDelta: '{"label":"human","new_string":"y"}',
        },
        USAGE,
      ],
      text('ok'),
    );
    const { call: request, messages, agent } = await setUp(model);
    await request('POST', messages, { input: 'hi' });
    const block = await request('GET', `/v1/agents/${agent.id}/core-memory/blocks/human`);
    expect(block.body.value).toBe('Name: Sam\nx\ny');
  });

  it('conversation search finds words of the text, and nothing of how it is stored', async () => {
    const search = (query: string, more = {}) => call('conversation_search', { query, ...more });
    const model = scripted(
      text('100% sure'),
      search('signature'),
      text('ok'),
      search('100%'),
      text('ok'),
      search('sure', { end_date: '2000-01-01' }),
      text('ok'),
    );
    const { call: request, messages } = await setUp(model);
    const found = async (input: string) => {
      const { body } = await request('POST', messages, { input });
      return body.messages.find((message: { message_type: string }) => message.message_type === 'tool_return_message')
        ?.tool_return;
    };
    await request('POST', messages, { input: 'how sure are you' });
    expect(await found('one')).toContain('No results found');
    expect(await found('two')).toContain('100% sure');
    expect(await found('three')).toContain('No results found');
  });
});

describe('a blocking turn', () => {
  it('answers messages, stop reason and usage', async () => {
    const { call: request, messages } = await setUp(scripted(text('Hello.')));
    const { body } = await request('POST', messages, { input: 'hi' });
    expect(body).toMatchObject({
      messages: [{ message_type: 'assistant_message', content: 'Hello.' }],
      stop_reason: { message_type: 'stop_reason', stop_reason: 'end_turn' },
      usage: { step_count: 1 },
      logprobs: null,
      turns: null,
    });
  });

  it.each([
    [{ messages: [] }, 422, 'Messages must not be empty'],
    [{ messages: [{ role: 'user', content: '   ' }] }, 422, 'Messages must not be empty'],
    [{}, 422, "Must specify either 'input' or 'messages'."],
    [{ input: 'x', messages: [{ role: 'user', content: 'y' }] }, 422, "Cannot specify both 'input' and 'messages'."],
    [{ messages: [{ role: 'bogus', content: 'x' }] }, 422, 'literal_error'],
    [{ input: 'x', stream_tokens: true }, 422, 'Streaming options set without streaming enabled.'],
  ])('refuses %j with %i', async (body, status, words) => {
    const { call: request, messages } = await setUp(scripted());
    const answer = await request('POST', messages, body);
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toContain(words);
  });

  it('answers a provider failure with its status', async () => {
    const { call: request, messages } = await setUp(
      scripted(new ModelError('llm_rate_limit', 429, 'Slow down.', 'Error code: 429')),
    );
    expect(await request('POST', messages, { input: 'hi' })).toMatchObject({
      status: 429,
      body: { error: { type: 'llm_rate_limit', detail: 'Error code: 429' } },
    });
  });
});

describe('the history', () => {
  it('pages backwards from its oldest item, whatever the order asked for', async () => {
    const { call: request, messages, history } = await setUp(scripted(text('1'), text('2'), text('3')));
    for (const input of ['a', 'b', 'c']) await request('POST', messages, { input });
    const contents = (page: { content: string }[]) => page.map((message) => message.content);
    const newest = await history('?limit=2&order=desc');
    expect(contents(newest)).toEqual(['c', '3']);
    const older = await history(`?limit=2&order=desc&before=${newest[0].id}`);
    expect(contents(older)).toEqual(['b', '2']);
    expect(contents(await history(`?order=asc&after=${older[1].id}`))).toEqual(['c', '3']);
    const unknown = 'message-123e4567-e89b-42d3-8456-426614174000';
    expect((await request('GET', `${messages}?after=${unknown}`)).status).toBe(404);
  });

  it('leaves the context on reset and stays in the list', async () => {
    const { call: request, messages, agent, history } = await setUp(scripted(text('1')));
    await request('POST', messages, { input: 'a' });
    expect(
      (await request('PATCH', `/v1/agents/${agent.id}/reset-messages`, { add_default_initial_messages: false })).body,
    ).toMatchObject({ id: agent.id, message_ids: [expect.any(String)] });
    expect((await request('GET', `/v1/agents/${agent.id}/context`)).body.num_messages).toBe(1);
    expect(await history()).toHaveLength(3);
  });
});
