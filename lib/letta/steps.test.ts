import { MutationObserver, QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stepFeedbackMutation, stepQuery, stepTagsMutation, stepTraceQuery } from './steps.ts';

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
