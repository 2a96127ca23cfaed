import { describe, expect, it } from 'vitest';
import { scripted, textOf } from './agent-loop/scripted-model.ts';
import type { ChatModel } from './models/chat-model.ts';
import { ModelError } from './models/chat-model.ts';
import { framesOf, openTestServer } from './test-server.ts';

const ask = (content: string, more: object = {}) => ({ messages: [{ role: 'user', content }], ...more });

function overflow(): ModelError {
  return new ModelError('llm_bad_request', 413, 'Too long.', 'CONTEXT_WINDOW_EXCEEDED: Too long.', {
    isContextOverflow: true,
  });
}

/** A model that says nothing until it is told to. */
function waiting(): ChatModel & { go(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const inner = scripted(textOf('done'), textOf('done'));
  return {
    go: resolve,
    payload: inner.payload,
    async *stream(request) {
      await promise;
      yield* inner.stream(request);
    },
  };
}

describe('conversations', () => {
  it('keep their own messages, and share the agent’s blocks unless one is isolated', async () => {
    const model = scripted(textOf('one'), textOf('two'));
    const { call, createAgent } = await openTestServer(model);
    const agent = await createAgent();
    const isolated = (
      await call('POST', `/v1/conversations/?agent_id=${agent.id}`, { isolated_block_labels: ['human'] })
    ).body;
    const shared = (await call('POST', `/v1/conversations/?agent_id=${agent.id}`, {})).body;
    expect(isolated.isolated_block_ids).toHaveLength(1);
    await call('PATCH', `/v1/agents/${agent.id}/core-memory/blocks/human`, { value: 'Name: Ada' });
    for (const { id } of [isolated, shared]) {
      await call('POST', `/v1/conversations/${id}/recompile`);
      await call('POST', `/v1/conversations/${id}/messages`, ask('hi', { streaming: false }));
    }
    const [first, second] = model.requests.map(({ messages }) => String(messages[0]?.content));
    expect(first).toContain('Name: Sam');
    expect(second).toContain('Name: Ada');
    expect((await call('GET', `/v1/agents/${agent.id}`)).body.message_ids).toHaveLength(1);
  });

  it('fork with what was said, and go their own way', async () => {
    const model = scripted(textOf('one'), textOf('two'));
    const { call, createAgent } = await openTestServer(model);
    const { id } = await createAgent();
    const conversation = (await call('POST', `/v1/conversations/?agent_id=${id}`, {})).body;
    await call('POST', `/v1/conversations/${conversation.id}/messages`, ask('first', { streaming: false }));
    const fork = (await call('POST', `/v1/conversations/${conversation.id}/fork`)).body;
    await call('POST', `/v1/conversations/${fork.id}/messages`, ask('second', { streaming: false }));
    expect(JSON.stringify(model.requests[1]?.messages)).toContain('first');
    const before = (await call('GET', `/v1/conversations/${conversation.id}/messages`)).body;
    expect(JSON.stringify(before)).not.toContain('second');
  });

  it('fork at a message: what came after it is not in the fork', async () => {
    const model = scripted(textOf('one'), textOf('two'), textOf('three'));
    const { call, createAgent } = await openTestServer(model);
    const { id } = await createAgent();
    for (const text of ['first', 'second'])
      await call('POST', `/v1/agents/${id}/messages`, { input: text, streaming: false });
    const messages: { id: string; content?: string }[] = (await call('GET', `/v1/agents/${id}/messages`)).body;
    const answer = messages.find(({ content }) => content === 'one')?.id;
    const path = `/v1/conversations/default/fork?agent_id=${id}`;
    const fork = (await call('POST', `${path}&message_id=${answer}`)).body;
    await call('POST', `/v1/conversations/${fork.id}/messages`, ask('other', { streaming: false }));
    const seen = JSON.stringify(model.requests.at(-1)?.messages);
    expect(seen).toContain('first');
    expect(seen).not.toContain('second');
    const unknown = `${path}&message_id=message-11111111-1111-4111-8111-111111111111`;
    expect((await call('POST', unknown)).status).toBe(400);
  });

  it('are busy on their own: one that runs refuses, another goes on', async () => {
    const model = waiting();
    const { call, raw, createAgent } = await openTestServer(model);
    const { id } = await createAgent();
    const path = async () => {
      const { body } = await call('POST', `/v1/conversations/?agent_id=${id}`, {});
      return `/v1/conversations/${body.id}/messages`;
    };
    const [first, second] = [await path(), await path()];
    const running = raw('POST', first, ask('one', { background: true }));
    const streaming = await running;
    expect((await call('POST', first, ask('two'))).status).toBe(409);
    const other = await raw('POST', second, ask('three', { background: true }));
    expect(other.status).toBe(200);
    model.go();
    for (const response of [streaming, other]) expect((await framesOf(response)).at(-1)).toEqual({ done: true });
  });

  it('send the same message again for the same otid, without asking the model twice', async () => {
    const model = scripted(textOf('once'));
    const { call, raw, createAgent } = await openTestServer(model);
    const { id } = await createAgent();
    const conversation = (await call('POST', `/v1/conversations/?agent_id=${id}`, {})).body;
    const body = { messages: [{ role: 'user', content: 'hi', otid: 'otid-7' }], background: true };
    const first = await framesOf(await raw('POST', `/v1/conversations/${conversation.id}/messages`, body));
    const again = await framesOf(await raw('POST', `/v1/conversations/${conversation.id}/messages`, body));
    expect(model.requests).toHaveLength(1);
    expect(again.map((frame) => frame['message_type'])).toEqual(first.map((frame) => frame['message_type']));
  });
});

describe('background runs', () => {
  it('outlive their reader, and every frame can be read again', async () => {
    const model = waiting();
    const { raw, call, createAgent } = await openTestServer(model);
    const { id } = await createAgent();
    const leave = new AbortController();
    const body = ask('hi', { streaming: true, stream_tokens: true, background: true });
    const left = await raw('POST', `/v1/agents/${id}/messages`, body);
    const reader = left.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    leave.abort();
    const [run] = (await call('GET', `/v1/runs/?agent_id=${id}`)).body;
    model.go();
    const all = await framesOf(await raw('POST', `/v1/runs/${run.id}/stream`, { starting_after: 0 }));
    expect(all.at(-1)).toEqual({ done: true });
    const numbers = all.flatMap((frame) => (typeof frame['seq_id'] === 'number' ? [frame['seq_id']] : []));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const rest = await framesOf(await raw('POST', `/v1/runs/${run.id}/stream`, { starting_after: 2 }));
    expect(rest).toEqual(all.slice(2));
  });

  it('that are not in memory any more cannot be read again, and say so', async () => {
    const { call, createAgent } = await openTestServer(scripted(textOf('hi')));
    const { id } = await createAgent();
    await call('POST', `/v1/agents/${id}/messages`, ask('hi'));
    const [run] = (await call('GET', `/v1/runs/?agent_id=${id}`)).body;
    const answer = await call('POST', `/v1/runs/${run.id}/stream`, { starting_after: 0 });
    expect([400, 410]).toContain(answer.status);
    expect(answer.body.detail).toBeTypeOf('string');
  });
});

describe('compaction', () => {
  it('makes room when the model finds the context too long, and keeps the last exchange of the step', async () => {
    const model = scripted(textOf('one'), overflow(), textOf('A summary.'), textOf('two'));
    const { call, createAgent } = await openTestServer(model);
    const { id } = await createAgent();
    await call('POST', `/v1/agents/${id}/messages`, ask('first'));
    const answer = await call('POST', `/v1/agents/${id}/messages`, ask('second'));
    expect(answer.status).toBe(200);
    expect(answer.body.messages.at(-1).content).toBe('two');
    expect(JSON.stringify(model.requests[3]?.messages)).toContain('A summary.');
    const steps = (await call('GET', `/v1/steps/?agent_id=${id}`)).body;
    const { id: stepId } = steps.find((step: { run_id: string }) => step.run_id === answer.body.messages.at(-1).run_id);
    const trace = (await call('GET', `/v1/steps/${stepId}/trace`)).body;
    expect(JSON.stringify(trace.request_json)).toContain('A summary.');
  });

  it.each(['all', 'sliding_window', 'self_compact_all', 'self_compact_sliding_window'])(
    'in the mode %s keeps the history readable and the last message in view',
    async (mode) => {
      const model = scripted(...['1', '2', '3', '4', '5', '6', 'A summary.', '7'].map((text) => textOf(text)));
      const { call, createAgent } = await openTestServer(model);
      const { id } = await createAgent();
      for (const content of ['a', 'b', 'c', 'd', 'e', 'f'])
        await call('POST', `/v1/agents/${id}/messages`, ask(content));
      const before = (await call('GET', `/v1/agents/${id}/messages?limit=100`)).body;
      const made = await call('POST', `/v1/agents/${id}/summarize`, { compaction_settings: { mode } });
      expect([made.status, made.body.summary]).toEqual([200, 'A summary.']);
      expect(made.body.num_messages_after).toBeLessThan(made.body.num_messages_before);
      const after = (await call('GET', `/v1/agents/${id}/messages?limit=100`)).body;
      expect(after.map((message: { id: string }) => message.id)).toEqual(
        expect.arrayContaining(before.map((message: { id: string }) => message.id)),
      );
      await call('POST', `/v1/agents/${id}/messages`, ask('g'));
      const asked = JSON.stringify(model.requests.at(-1)?.messages);
      expect(asked).toContain('A summary.');
      expect(asked).not.toContain('"content":"a"');
    },
  );
});
