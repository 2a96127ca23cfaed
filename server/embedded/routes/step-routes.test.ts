import { expect, test } from 'vitest';
import { openTestServer } from '#server/embedded/test-server.ts';

async function openWithSteps() {
  const { call, createAgent } = await openTestServer();
  const { id } = await createAgent();
  for (const content of ['one', 'two', 'three'])
    await call('POST', `/v1/agents/${id}/messages`, { messages: [{ role: 'user', content }] });
  const list = async (query: string): Promise<string[]> =>
    (await call('GET', `/v1/steps/?agent_id=${id}&${query}`)).body.map((step: { id: string }) => step.id);
  const steps = await list('order=asc');
  return { call, list, steps };
}

test('lists steps by feedback, tags, trace and date', async () => {
  const { call, list, steps } = await openWithSteps();
  await call('PATCH', `/v1/steps/${steps[0]}/feedback`, { feedback: 'positive', tags: ['short', 'kind'] });
  await call('PATCH', `/v1/steps/${steps[1]}/feedback`, { feedback: 'negative', tags: ['long'] });
  expect(await list('tags=kind')).toEqual([steps[0]]);
  expect(await list('tags=kind&tags=long&order=asc')).toEqual([steps[0], steps[1]]);
  expect(await list('feedback=negative')).toEqual([steps[1]]);
  expect(await list('has_feedback=false')).toEqual([steps[2]]);
  expect(await list('trace_ids=trace-1')).toEqual([]);
  expect(await list('start_date=2100-01-01')).toEqual([]);
  expect(await list('end_date=2000-01-01T00:00:00.000%2B00:00')).toEqual([]);
});

test('goes to older steps with `before` and to newer ones with `after`, in either order', async () => {
  const { list, steps } = await openWithSteps();
  expect(await list(`order=desc&before=${steps[2]}&limit=1`)).toEqual([steps[1]]);
  expect(await list(`order=asc&before=${steps[2]}`)).toEqual([steps[0], steps[1]]);
  expect(await list(`order=desc&after=${steps[0]}`)).toEqual([steps[2], steps[1]]);
  expect(await list(`order=asc&after=${steps[0]}&limit=1`)).toEqual([steps[1]]);
});

test('feedback alone keeps the tags, and a body without feedback takes it back', async () => {
  const { call, steps } = await openWithSteps();
  const path = `/v1/steps/${steps[0]}/feedback`;
  await call('PATCH', path, { feedback: 'positive', tags: ['kind'] });
  expect((await call('PATCH', path, { feedback: null })).body).toMatchObject({ feedback: null, tags: ['kind'] });
  await call('PATCH', path, { feedback: 'positive' });
  expect((await call('PATCH', path, { tags: [] })).body).toMatchObject({ feedback: null, tags: [] });
});
