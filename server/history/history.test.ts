import { describe, expect, it } from 'vitest';
import { createLog } from '#server/log.ts';
import { createHistoryRoutes } from './history-routes.ts';
import { openHistoryStore, type Sighting, type SnapshotCause } from './history-store.ts';
import { watchHistory } from './watch-history.ts';

const AGENT_ID = 'agent-11111111-1111-4111-8111-111111111111';
const BLOCK_ID = 'block-11111111-1111-4111-8111-111111111111';
const RUN_ID = 'run-11111111-1111-4111-8111-111111111111';
const SUBJECT = { serverId: 'embedded', kind: 'system-prompt' as const, id: AGENT_ID };
const BLOCK = { serverId: 'remote', kind: 'block' as const, id: BLOCK_ID };

function setUp(serverId = 'embedded') {
  const lines: string[] = [];
  const log = createLog(
    (text) => void lines.push(text),
    (text) => void lines.push(text),
  );
  const history = openHistoryStore(':memory:', () => new Date('2026-01-01T00:00:00Z'));
  let agent: unknown = { id: AGENT_ID, system: 'one' };
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const url = new URL(path, 'http://localhost');
    const request = new Request(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (typeof body === 'object') agent = Object.assign({}, agent, body);
    const response = await watchHistory({ serverId, request, url }, async () => Response.json(agent), {
      history,
      log,
    });
    return await response.json();
  };
  return { history, lines, call, setAgent: (next: unknown) => (agent = next) };
}

describe('the history of a prompt', () => {
  it('has what was read and what was written, each once, with its cause', async () => {
    const { history, call } = setUp();
    const path = `/v1/agents/${AGENT_ID}`;
    await call('GET', path);
    await call('GET', path);
    expect(await call('PATCH', path, { system: 'two' })).toMatchObject({ system: 'two' });
    await call('PATCH', path, { name: 'Sam' });
    await expect.poll(() => history.list(SUBJECT)).toHaveLength(2);
    expect(history.list(SUBJECT)).toMatchObject([
      { cause: 'saved', characters: 3, at: '2026-01-01T00:00:00.000Z' },
      { cause: 'found', characters: 3 },
    ]);
  });

  it.each([
    ['GET', '/v1/agents/'],
    ['GET', `/v1/agents/${AGENT_ID}/context`],
    ['POST', `/v1/agents/${AGENT_ID}`],
  ])('leaves %s %s alone', async (method, path) => {
    const { history, call } = setUp();
    await call(method, path, method === 'POST' ? { system: 'three' } : undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect(history.list(SUBJECT)).toEqual([]);
  });

  it('is served by id, newest first, and by nothing else', async () => {
    const { history } = setUp();
    history.record(SUBJECT, 'one', { cause: 'found' });
    history.record(SUBJECT, 'two', { cause: 'saved' });
    history.record({ ...SUBJECT, id: 'agent-2' }, 'other', { cause: 'saved' });
    const routes = createHistoryRoutes(history);
    const list = await routes.request(`/embedded/agents/${AGENT_ID}/prompts`);
    const [newest] = (await list.json()) as { id: number }[];
    const one = await routes.request(`/embedded/agents/${AGENT_ID}/prompts/${newest?.id}`);
    expect(await one.json()).toMatchObject({ value: 'two', cause: 'saved' });
  });

  it('keeps the newest 500', () => {
    const { history } = setUp();
    for (let index = 0; index < 510; index += 1) history.record(SUBJECT, `value ${index}`, { cause: 'saved' });
    const kept = history.list(SUBJECT);
    expect(kept).toHaveLength(500);
    expect(history.find(SUBJECT, kept[0]?.id ?? 0)?.value).toBe('value 509');
  });

  it('never stands in the way: what cannot be kept is logged', async () => {
    const { history, lines, call } = setUp();
    history.close();
    expect(await call('GET', `/v1/agents/${AGENT_ID}`)).toMatchObject({ system: 'one' });
    await expect.poll(() => lines.join('\n')).toContain('history of an agent could not be kept');
  });
});

describe('the history of a block', () => {
  it('tells who changed it: a person, an agent in a turn, or something unseen', async () => {
    const { history, call, setAgent } = setUp('remote');
    const [list, one] = [`/v1/agents/${AGENT_ID}/core-memory/blocks`, `/v1/blocks/${BLOCK_ID}`];
    const see = async (value: string, fields: object = {}, headers: Record<string, string> = {}) => {
      setAgent([{ id: BLOCK_ID, value, ...fields }]);
      await call('GET', list, undefined, headers);
      await expect.poll(() => history.list(BLOCK)[0]?.characters).toBe(value.length);
    };
    await see('a');
    await see('ab', {}, { 'x-ade-run': RUN_ID });
    await see('abc', { last_updated_by_id: AGENT_ID });
    setAgent({ id: BLOCK_ID, value: 'abcd' });
    await call('PATCH', one, { value: 'abcd' });
    await expect.poll(() => history.list(BLOCK)).toHaveLength(4);
    expect(
      history.listValues(BLOCK).map(({ value, cause, runId, agentId }) => ({ value, cause, runId, agentId })),
    ).toEqual([
      { value: 'abcd', cause: 'saved', runId: null, agentId: null },
      { value: 'abc', cause: 'agent', runId: null, agentId: AGENT_ID },
      { value: 'ab', cause: 'agent', runId: RUN_ID, agentId: null },
      { value: 'a', cause: 'found', runId: null, agentId: null },
    ]);
    const routes = createHistoryRoutes(history);
    expect(await (await routes.request(`/remote/blocks/${BLOCK_ID}`)).json()).toHaveLength(4);
  });

  it('begins with what it was made with, also for the blocks of a new agent', async () => {
    const { history, call, setAgent } = setUp('remote');
    setAgent({ id: AGENT_ID });
    await call('POST', '/v1/agents/', {
      memory_blocks: [{ label: 'human', value: 'a' }],
      blocks: [
        { id: BLOCK_ID, label: 'human', value: 'a' },
        { id: 'block-2', label: 'shared', value: 'b' },
      ],
    });
    expect(history.listValues(BLOCK)).toMatchObject([{ value: 'a', cause: 'made' }]);
    expect(history.listValues({ ...BLOCK, id: 'block-2' })).toMatchObject([{ value: 'b', cause: 'found' }]);
  });

  it.each<[string, string[], Sighting & { value: string }, string[]]>([
    ['a read that was overtaken is left out', ['b agent'], { value: 'a', cause: 'found' }, ['a found', 'b agent']],
    ['a read of something new is kept', ['b agent'], { value: 'c', cause: 'found' }, ['a found', 'b agent', 'c found']],
    ['a write that was read first gets its cause', ['b found'], { value: 'b', cause: 'saved' }, ['a found', 'b saved']],
    ['a write between others is kept', ['b found'], { value: 'a', cause: 'saved' }, ['a found', 'b found', 'a saved']],
  ])('%s', (_name, meanwhile, { value, ...sighting }, expected) => {
    const { history } = setUp();
    history.record(BLOCK, 'a', { cause: 'found' });
    const since = history.newestId();
    for (const each of meanwhile) {
      const [other = '', cause] = each.split(' ');
      history.record(BLOCK, other, { cause: cause as SnapshotCause });
    }
    history.record(BLOCK, value, { ...sighting, since });
    const kept = history.listValues(BLOCK).toReversed();
    expect(kept.map((each) => `${each.value} ${each.cause}`)).toEqual(expected);
  });
});
