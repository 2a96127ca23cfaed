import { describe, expect, it } from 'vitest';
import { framesOf, openTestServer } from '#server/embedded/test-server.ts';
import { callsOf, scripted, textOf } from './scripted-model.ts';

const SOURCE =
  'def lookup(name: str) -> str:\n    """Look up.\n\n    Args:\n        name (str): who\n    """\n    return "code of " + name\n';
const CLIENT_TOOL = { name: 'weather', description: 'w', parameters: { type: 'object', properties: {} } };

async function setUp(...steps: Parameters<typeof scripted>) {
  const model = scripted(...steps);
  const server = await openTestServer(model);
  await server.call('POST', '/v1/tools/', { source_code: SOURCE, default_requires_approval: true });
  const agent = await server.createAgent({ tools: ['lookup'], include_base_tools: true });
  const path = `/v1/agents/${agent.id}/messages`;
  const send = (body: Record<string, unknown>) => server.call('POST', path, body);
  const stream = async (body: Record<string, unknown>) =>
    framesOf(await server.raw('POST', path, { streaming: true, stream_tokens: true, ...body }));
  const history = async () => (await server.call('GET', `${path}?order=asc&limit=100`)).body;
  const types = async () => (await history()).map((message: { message_type: string }) => message.message_type);
  const answer = (...approvals: Record<string, unknown>[]) => ({ messages: [{ type: 'approval', approvals }] });
  return { ...server, model, agent, send, stream, history, types, answer };
}

const approve = (tool_call_id: string, isApproved = true, reason?: string) => ({
  type: 'approval',
  tool_call_id,
  approve: isApproved,
  ...(reason ? { reason } : {}),
});

describe('a call that needs approval', () => {
  it('waits, is told to the agent’s readers, and runs once approved', async () => {
    const { send, types, history, call, agent, answer, model } = await setUp(
      callsOf(['lookup', { name: 'sam' }]),
      textOf('Given.'),
    );
    const asked = (await send({ input: 'code?' })).body;
    expect(asked.stop_reason.stop_reason).toBe('requires_approval');
    const { pending_approval } = (await call('GET', `/v1/agents/${agent.id}?include=agent.pending_approval`)).body;
    expect(pending_approval).toMatchObject({
      message_type: 'approval_request_message',
      tool_calls: [{ name: 'lookup', tool_call_id: 'call_0' }],
    });
    const done = (await send(answer(approve('call_0')))).body;
    expect(done.messages).toMatchObject([
      { message_type: 'tool_return_message', tool_return: 'code of sam', status: 'success' },
      { message_type: 'assistant_message', content: 'Given.' },
    ]);
    expect(await types()).toEqual([
      'system_message',
      'user_message',
      'approval_request_message',
      'approval_response_message',
      'tool_return_message',
      'assistant_message',
    ]);
    expect((await history())[4].step_id).toBe((await history())[2].step_id);
    expect(model.requests[1]?.messages.slice(2)).toMatchObject([
      { role: 'assistant', toolCalls: [{ id: 'call_0' }] },
      { role: 'tool', toolCallId: 'call_0' },
    ]);
  });

  it('is denied with its reason', async () => {
    const { send, answer } = await setUp(callsOf(['lookup', { name: 'sam' }]), textOf('Fine.'));
    await send({ input: 'code?' });
    const { messages } = (await send(answer(approve('call_0', false, 'not now')))).body;
    expect(messages[0]).toMatchObject({
      status: 'error',
      tool_return: 'Error: request to call tool denied. User reason: not now',
    });
  });

  it('lets nothing else through, and keeps no trace of what was refused', async () => {
    const { send, stream, answer, history } = await setUp(callsOf(['lookup', { name: 'sam' }]), textOf('Later.'));
    await send({ input: 'code?' });
    const refused = await send({ input: 'hello?' });
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toMatchObject({
      code: 'PENDING_APPROVAL',
      pending_request_id: expect.stringMatching(/^message-/),
    });
    const frames = await stream({ messages: [{ role: 'user', content: 'hello?' }] });
    expect(frames.slice(1)).toMatchObject([{ stop_reason: 'error' }, { error_type: 'internal_error' }, { done: true }]);
    const wrong = await send(answer(approve('call_9')));
    expect(wrong).toMatchObject({ status: 400, body: { detail: expect.stringContaining("'call_9'") } });
    expect(JSON.stringify(await history())).not.toContain('hello?');
    expect((await send(answer(approve('call_0')))).status).toBe(200);
  });

  it('refuses a decision that nobody awaits, and knows a repeated one', async () => {
    const { send, answer } = await setUp(callsOf(['lookup', { name: 'sam' }]), textOf('Given.'), textOf('Again.'));
    expect((await send(answer(approve('call_0')))).status).toBe(400);
    await send({ input: 'code?' });
    await send(answer(approve('call_0')));
    expect((await send(answer(approve('call_0')))).body.messages).toMatchObject([{ content: 'Again.' }]);
  });

  it('is denied by a cancel, so that the next message goes through', async () => {
    const { send, call, agent, types } = await setUp(callsOf(['lookup', { name: 'sam' }]), textOf('Okay.'));
    await send({ input: 'code?' });
    const cancelled = (await call('POST', `/v1/agents/${agent.id}/messages/cancel`, {})).body;
    expect(Object.values(cancelled)).toEqual(['cancelled']);
    expect((await send({ input: 'never mind' })).body.messages).toMatchObject([{ content: 'Okay.' }]);
    expect((await types()).filter((type: string) => type.startsWith('approval') || type.startsWith('tool'))).toEqual([
      'approval_request_message',
      'approval_response_message',
      'tool_return_message',
    ]);
  });

  it('waits together with the calls of its step that need nobody', async () => {
    const insert: [string, object] = ['memory_insert', { label: 'human', new_string: 'Likes tea' }];
    const { send, answer, model, call, agent } = await setUp(
      callsOf(['lookup', { name: 'sam' }], insert, ['lookup', { name: 'kim' }]),
      textOf('One of two.'),
    );
    const asked = (await send({ input: 'all' })).body.messages;
    expect(asked).toMatchObject([
      { message_type: 'tool_call_message', tool_calls: [{ name: 'memory_insert' }] },
      {
        message_type: 'approval_request_message',
        tool_calls: [{ tool_call_id: 'call_0' }, { tool_call_id: 'call_2' }],
      },
    ]);
    const partial = await send(answer(approve('call_0')));
    expect(partial.status).toBe(400);
    const done = (await send(answer(approve('call_0'), approve('call_2', false)))).body.messages;
    expect(done[0].tool_returns).toMatchObject([
      { tool_call_id: 'call_2', status: 'error' },
      { tool_call_id: 'call_0', tool_return: 'code of sam' },
      { tool_call_id: 'call_1', status: 'success' },
    ]);
    const { body: block } = await call('GET', `/v1/agents/${agent.id}/core-memory/blocks/human`);
    expect(block.value).toContain('Likes tea');
    expect(model.requests[1]?.messages.slice(2).map(({ role }) => role)).toEqual(['assistant', 'tool', 'tool', 'tool']);
  });

  it('streams the request under the id before the text’s', async () => {
    const { stream, history } = await setUp([
      { type: 'text', delta: 'May I?' },
      ...callsOf(['lookup', { name: 'sam' }]),
    ]);
    const frames = await stream({ messages: [{ role: 'user', content: 'code?' }] });
    const text = frames.find((frame) => frame['message_type'] === 'assistant_message');
    const request = frames.find((frame) => frame['message_type'] === 'approval_request_message');
    expect(request?.['otid']).toBe(request?.['id']);
    expect(request?.['id']).not.toBe(text?.['id']);
    const stored = (await history()).slice(2);
    expect(stored.map((message: { id: string }) => message.id)).toEqual([request?.['id'], request?.['id']]);
  });
});

describe('a tool of the client', () => {
  it('is handed over, and its return goes to the model', async () => {
    const { send, model, types } = await setUp(callsOf(['weather', { city: 'Oslo' }]), textOf('Sunny.'));
    const asked = (await send({ input: 'weather?', client_tools: [CLIENT_TOOL] })).body;
    expect(asked.stop_reason.stop_reason).toBe('requires_approval');
    expect(model.requests[0]?.tools.map(({ name }) => name)).toContain('weather');
    const given = { type: 'tool', tool_call_id: 'call_0', tool_return: 'sunny', status: 'success' };
    const done = await send({ messages: [{ type: 'approval', approvals: [given] }], client_tools: [CLIENT_TOOL] });
    expect(done.body.messages.at(-1)).toMatchObject({ content: 'Sunny.' });
    expect(model.requests[1]?.messages.at(-1)).toMatchObject({
      role: 'tool',
      content: expect.stringContaining('sunny'),
    });
    expect(await types()).toContain('approval_response_message');
  });

  it('takes returns in the other form as well, failures too', async () => {
    const { send } = await setUp(callsOf(['weather', {}]), textOf('No luck.'));
    await send({ input: 'weather?', client_tools: [CLIENT_TOOL] });
    const tool_returns = [
      { tool_call_id: 'call_0', tool_return: 'no network', status: 'error', stderr: ['ECONNREFUSED'] },
    ];
    const done = (await send({ messages: [{ type: 'tool_return', tool_returns }] })).body.messages;
    expect(done[0]).toMatchObject({ status: 'error', tool_return: 'no network', stderr: ['ECONNREFUSED'] });
  });
});
