import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openTestServer } from './test-server.ts';

const MESSAGES = 20_000;
const LISTS = { groups: [], blocks: [], files: [], sources: [], tools: [], mcp_servers: [] };

function largeFile(): string {
  const messages = Array.from({ length: MESSAGES }, (_, index) => ({
    id: `message-${index}`,
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: [{ type: 'text', text: `${index} ${'words \\" '.repeat(100)}` }],
    created_at: '2026-11-22T02:11:45.823169+00:00',
  }));
  const agent = { id: 'agent-0', name: 'Large', llm_config: { handle: 'demo/scripted' }, include_base_tools: false };
  const in_context_message_ids = messages.slice(-10).map(({ id }) => id);
  return JSON.stringify({ agents: [{ ...agent, messages, in_context_message_ids }], ...LISTS });
}

it('a file of 20 MB is read within 5 s, while other requests are answered', async () => {
  const server = await openTestServer();
  const text = largeFile();
  expect(text.length).toBeGreaterThan(20_000_000);
  const form = new FormData();
  form.set('file', new File([text], 'agent.af'));
  const began = performance.now();
  let isOver = false;
  const importing = Promise.resolve(server.app.request('/v1/agents/import', { method: 'POST', body: form })).finally(
    () => {
      isOver = true;
    },
  );
  const waits: number[] = [];
  while (!isOver) {
    const asked = performance.now();
    await delay(1);
    expect((await server.raw('GET', '/v1/agents/count')).status).toBe(200);
    waits.push(performance.now() - asked);
  }
  const response = await importing;
  const took = performance.now() - began;
  const { agent_ids } = (await response.json()) as { agent_ids: [string] };
  expect(took).toBeLessThan(5_000);
  expect(Math.max(...waits)).toBeLessThan(1_500);
  expect(waits.length).toBeGreaterThan(10);
  const newest = (await server.call('GET', `/v1/agents/${agent_ids[0]}/messages?limit=2`)).body;
  expect(newest.at(-1).content).toMatch(/^\d+ /);
  const again = await server.raw('GET', `/v1/agents/${agent_ids[0]}/export`);
  const file = (await again.json()) as { agents: { messages: unknown[] }[] };
  // The new system message is one more.
  expect(file.agents[0]?.messages).toHaveLength(MESSAGES + 1);
}, 60_000);
