import { MutationObserver, QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RequestError } from './describe-failure.ts';
import {
  cannotListSteps,
  stepFeedbackMutation,
  stepQuery,
  stepsQuery,
  stepTagsMutation,
  stepTraceQuery,
} from './steps.ts';

const STEP = { id: 'step-1', feedback: 'positive', tags: ['kind'] };
const PATH = '/api/servers/embedded/v1';
const TRACE = { request_json: { model: 'a' }, response_json: null };

let answers: Record<string, () => Response>;
let asked: { path: string; body: unknown }[];
let client: QueryClient;

beforeEach(() => {
  answers = {};
  asked = [];
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(stepQuery('embedded', 'step-1').queryKey, STEP as never);
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push({ path, body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined });
    const answer = answers[path.replace(PATH, '')];
    return answer ? answer() : Response.json({ detail: 'Not Found' }, { status: 404 });
  });
});
afterEach(() => vi.unstubAllGlobals());

const bodies = () => asked.map(({ body }) => body);

test('a trace that is not found is looked for at the older path', async () => {
  answers['/telemetry/step-1'] = () => Response.json(TRACE);
  expect(await client.fetchQuery(stepTraceQuery('embedded', 'step-1'))).toEqual(TRACE);
  expect(asked.map(({ path }) => path)).toEqual([`${PATH}/steps/step-1/trace`, `${PATH}/telemetry/step-1`]);
});

test('a trace that failed otherwise is not looked for elsewhere', async () => {
  answers['/steps/step-1/trace'] = () => Response.json({ detail: 'no' }, { status: 500 });
  await expect(client.fetchQuery(stepTraceQuery('embedded', 'step-1'))).rejects.toMatchObject({ status: 500 });
  expect(asked).toHaveLength(1);
});

test('feedback is sent without tags, tags with the feedback there is by then', async () => {
  answers['/steps/step-1/feedback'] = () => Response.json({ ...STEP, ...(bodies().at(-1) as object) });
  const feedback = new MutationObserver(client, stepFeedbackMutation('embedded', 'step-1'));
  const tags = new MutationObserver(client, stepTagsMutation('embedded', 'step-1'));
  await Promise.all([feedback.mutate('negative'), tags.mutate(['kind', 'long'])]);
  expect(bodies()).toEqual([{ feedback: 'negative' }, { feedback: 'negative', tags: ['kind', 'long'] }]);
  expect(client.getQueryData(stepQuery('embedded', 'step-1').queryKey)).toMatchObject({
    feedback: 'negative',
    tags: ['kind', 'long'],
  });
});

test('a tag that the server keeps all the same is said to be there', async () => {
  answers['/steps/step-1/feedback'] = () => Response.json(STEP);
  const tags = new MutationObserver(client, stepTagsMutation('embedded', 'step-1'));
  await expect(tags.mutate([])).rejects.toThrow('does not take off the last tag');
});

test.each([
  [{ model: 'scripted-1', feedback: 'negative' as const }, 'model=scripted-1&feedback=negative'],
  [{ feedback: 'any' as const }, 'has_feedback=true'],
  [{ feedback: 'none' as const, tags: ['a', 'b c'] }, 'has_feedback=false&tags=a&tags=b+c'],
  [{ traceIds: ['t-1'] }, 'trace_ids=t-1'],
])('asks for the steps that are %j', async (changed, expected) => {
  const filter = { model: null, feedback: null, tags: [], traceIds: [], from: null, to: null, ...changed };
  const list = stepsQuery({ serverId: 'embedded', agentId: 'agent-1' }, filter);
  await client.fetchInfiniteQuery(list).catch(() => undefined);
  expect(asked[0]?.path).toBe(`${PATH}/steps/?${expected}&agent_id=agent-1&order=desc&limit=50`);
});

test('a whole day is asked for in the time of the reader', async () => {
  const filter = { model: null, feedback: null, tags: [], traceIds: [], from: '2026-11-20', to: '2026-11-20' };
  const list = stepsQuery({ serverId: 'embedded', agentId: 'agent-1' }, filter);
  await client.fetchInfiniteQuery(list).catch(() => undefined);
  const { searchParams } = new URL(asked[0]?.path ?? '', 'http://ade');
  const [start, end] = ['start_date', 'end_date'].map((name) => Date.parse(searchParams.get(name) ?? ''));
  expect([start, end]).toEqual([Date.parse('2026-11-20T00:00'), Date.parse('2026-11-20T23:59:59.999')]);
});

test.each([
  [400, "Argument order does not match type typing.Optional[str]; is False of type <class 'bool'>", true],
  [400, 'Bad request', false],
  [500, 'Argument order does not match type', false],
])('%i with %j: the server can never list steps: %s', (status, detail, expected) => {
  expect(cannotListSteps(new RequestError(status, { detail }))).toBe(expected);
});
