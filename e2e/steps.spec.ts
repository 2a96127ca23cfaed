import { createAdeApi, lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { runsOf } from './panels/runs.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ withProvider: true });

const MODEL = 'openai-proxy/scripted-1';

test('tags and feedback of a step leave each other alone', { tag: ['@OB15'] }, async ({
  page,
  api,
  provider,
  allowStatuses,
}) => {
  allowStatuses([500]);
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('hello', [{ text: 'Hi.' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const runs = runsOf(page);
  await simulator.sayAndWait('hello');
  await simulator.act(simulator.agentMessages.last(), 'Open its step');
  const good = runs.step.getByRole('button', { name: 'Good' });
  const kept = async () => {
    const [step] = await api.get<{ feedback: string | null; tags: string[] }[]>(
      lettaPath(`/steps/?agent_id=${agent.id}`),
    );
    return { feedback: step?.feedback, tags: step?.tags };
  };
  await good.click();
  await runs.stepTags.fill('kind');
  await runs.stepTags.press('Enter');
  await expect.poll(kept).toEqual({ feedback: 'positive', tags: ['kind'] });
  await expect(good).toHaveAttribute('aria-pressed', 'true');
  await good.click();
  await expect.poll(kept).toEqual({ feedback: null, tags: ['kind'] });
  await page.reload();
  await page.route('**/feedback', (route) => route.fulfill({ status: 500, json: { detail: 'out of order' } }));
  await runs.stepTags.fill('lost');
  await runs.stepTags.press('Enter');
  await expect(runs.step.getByRole('alert')).toContainText('Not kept: out of order');
  await expect(runs.step.getByRole('button', { name: 'Remove lost' })).toBeHidden();
  await page.unroute('**/feedback');
  await runs.step.getByRole('button', { name: 'Remove kind' }).click();
  await expect.poll(kept).toEqual({ feedback: null, tags: [] });
  await expect(runs.step.getByRole('button', { name: 'Remove kind' })).toBeHidden();
});

test('spans: what a server without them says, and how those of another one look', { tag: ['@OB8'] }, async ({
  page,
  api,
  allowStatuses,
}) => {
  allowStatuses([501]);
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const runs = runsOf(page);
  await simulatorOf(page).sayAndWait('hello');
  await runs.openTab();
  await runs.list.getByRole('button').first().click();
  await runs.panel.getByText('Spans', { exact: true }).click();
  await expect(runs.panel).toContainText('This server keeps no OpenTelemetry spans');
  await expect(runs.panel).toContainText('ClickHouse');
  await axe(page);
  const spans = [{ SpanName: 'agent_step', Duration: '1500000000' }, { SpanName: 'llm_request' }];
  await page.route('**/v1/runs/*/trace', (route) => route.fulfill({ json: spans }));
  await page.reload();
  await runs.panel.getByText('Spans', { exact: true }).press('Enter');
  const rows = runs.panel.getByRole('list', { name: 'Spans' }).getByRole('listitem');
  await expect(rows).toHaveText(['agent_step1.5 s', 'llm_requestduration not reported']);
  await expect(runs.panel).toContainText('"Duration": "1500000000"');
  await axe(page);
});

test('the trace of a step on a server that knows only its older path', { tag: ['@OB13'] }, async ({
  page,
  startAde,
  startRemote,
  allowStatuses,
}) => {
  allowStatuses([404]);
  const [ade, remote] = await Promise.all([startAde(), startRemote({ password: null })]);
  await remote.set({ oldTraces: true });
  const api = createAdeApi(ade.url);
  const { id: serverId } = await api.post<{ id: string }>('/api/servers', { name: 'Remote', url: remote.url });
  const agent = await makeAgent(api, { serverId });
  await page.goto(`${ade.url}/servers/${serverId}/agents/${agent.id}`);
  const simulator = simulatorOf(page);
  const runs = runsOf(page);
  await simulator.sayAndWait('hello');
  await simulator.act(simulator.agentMessages.last(), 'Open its step');
  await runs.view('Request');
  await expect(runs.step).toContainText('Memory blocks · 2');
  const asked = (await remote.requests()).map(({ path }) => path);
  expect(asked).toContainEqual(expect.stringMatching(/^\/v1\/telemetry\/step-/));
});
