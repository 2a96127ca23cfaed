import { describe, expect, test } from 'vitest';
import { scripted, textOf } from '#server/embedded/agent-loop/scripted-model.ts';
import { ModelError, type ModelEvent } from '#server/embedded/models/chat-model.ts';
import { openTestServer } from '#server/embedded/test-server.ts';

const refusal = new ModelError('llm_rate_limit', 429, 'Too many requests', 'RESOURCE_EXHAUSTED: slow down');

/** A server whose model answers twice, and then so. */
async function withHistory(third: ModelEvent[] | Error) {
  const server = await openTestServer(scripted(textOf('One.'), textOf('Two.'), third));
  const agent = await server.createAgent();
  for (const input of ['Hello', 'Again']) await server.call('POST', `/v1/agents/${agent.id}/messages`, { input });
  return { ...server, agent };
}

describe('a summary that cannot be written', () => {
  test.each(['summarize', 'compact'])('%s tells what the provider said', async (name) => {
    const { call, agent } = await withHistory(refusal);
    const path = name === 'summarize' ? `/v1/agents/${agent.id}/summarize` : `/v1/conversations/default/compact`;
    const { status, body } = await call('POST', path, { agent_id: agent.id });
    expect(status).toBe(429);
    expect(body).toEqual({
      error: { type: 'llm_rate_limit', message: 'Too many requests', detail: 'RESOURCE_EXHAUSTED: slow down' },
    });
  });

  test('is the model’s failure when it is empty, and nothing is shortened', async () => {
    const { call, agent } = await withHistory([]);
    const before = (await call('GET', `/v1/agents/${agent.id}/context`)).body.num_messages;
    const { status, body } = await call('POST', `/v1/agents/${agent.id}/summarize`, {});
    expect([status, body.detail]).toEqual([502, 'The model wrote no summary, so nothing was shortened.']);
    expect((await call('GET', `/v1/agents/${agent.id}/context`)).body.num_messages).toBe(before);
  });
});
