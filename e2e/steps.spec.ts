import { lettaPath } from './ade-api.ts';
import { makeAgent, makeDiceRoller, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { runsOf } from './panels/runs.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ withProvider: true });

const MODEL = 'openai-proxy/scripted-1';

test('the steps of all runs: by keyboard, rated, tagged, filtered, and in the link', {
  tag: ['@OB9', '@OB15'],
}, async ({ page, api, provider }) => {
  const agent = await makeDiceRoller(api, provider);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const runs = runsOf(page);
  await runs.openTab();
  await runs.showSteps();
  await expect(runs.panel).toContainText('No steps yet');
  await axe(page);
  await runs.views.getByRole('tab', { name: 'Chat' }).click();
  await simulator.sayAndWait('roll the dice');
  await simulator.say('fail please');
  await expect(simulator.stopButton).toBeHidden();
  await runs.openTab();
  const rows = runs.allSteps.getByRole('listitem');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(0)).toContainText('failed');
  await expect(rows.nth(1)).toContainText(/finished.*scripted-1.*600 in, 5 out/);
  await expect(rows.nth(2)).toContainText('500 in, 20 out');
  await expect(rows.nth(2)).toContainText('just now');
  await rows.first().getByRole('button').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(runs.step).toContainText('Step 2 of 2');
  await runs.step.getByRole('button', { name: 'Bad' }).click();
  await runs.stepTags.fill('too short');
  await runs.stepTags.press('Enter');
  await runs.stepTags.fill('cold');
  await runs.stepTags.press('Enter');
  await axe(page);
  await page.keyboard.press('Escape');
  await expect(runs.step).toBeHidden();
  await expect(rows.nth(1).getByRole('img', { name: 'rated bad' })).toBeVisible();
  await expect(rows.nth(1)).toContainText('cold');
  await expect(rows.nth(1).getByRole('button')).toBeFocused();
  await axe(page);
  await runs.feedbackFilter.selectOption('Without feedback');
  await expect(rows).toHaveCount(2);
  await runs.feedbackFilter.selectOption('Bad');
  await expect(rows).toHaveCount(1);
  await runs.panel.getByRole('combobox', { name: 'Model' }).selectOption('scripted-1');
  await expect(rows).toHaveCount(1);
  await runs.panel.getByText('Tags, traces and dates').click();
  await runs.panel.getByRole('textbox', { name: 'Tags' }).fill('too short');
  await runs.panel.getByRole('textbox', { name: 'Tags' }).press('Enter');
  await expect(rows).toHaveCount(1);
  await runs.panel.getByLabel('From').fill('2100-01-01');
  await expect(runs.panel).toContainText('No step is like that');
  await axe(page);
  await runs.panel.getByLabel('From').fill('2000-01-01');
  await expect(rows).toHaveCount(1);
  await runs.panel.getByLabel('To', { exact: true }).fill('2000-01-02');
  await expect(runs.panel).toContainText('No step is like that');
  const to = runs.panel.getByLabel('To', { exact: true });
  await to.fill('20255-01-01');
  await to.blur();
  await expect(runs.panel.getByRole('alert')).toHaveText('Give a whole date, with a year from 1000 to 9999.');
  await expect(rows).toHaveCount(1);
  await to.fill('');
  await expect(runs.panel.getByRole('alert')).toBeHidden();
  await runs.panel.getByRole('textbox', { name: 'Trace ids' }).fill('trace-1');
  await runs.panel.getByRole('textbox', { name: 'Trace ids' }).press('Enter');
  await expect(runs.panel).toContainText('No step is like that');
  await page.reload();
  await runs.openTab();
  await expect(rows).toHaveCount(3);
});

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

test('more steps than one page holds', { tag: ['@OB9'] }, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('hello', [{ text: 'Hi.' }]);
  for (let turn = 0; turn < 51; turn += 1) {
    await api.post(lettaPath(`/agents/${agent.id}/messages`), { messages: [{ role: 'user', content: 'hello' }] });
  }
  await openAgent(page, agent.id);
  const runs = runsOf(page);
  await runs.openTab();
  await runs.showSteps();
  await expect(page).toHaveURL(/runs=steps/);
  await expect(runs.allSteps.getByRole('listitem')).toHaveCount(50);
  await runs.panel.getByRole('button', { name: 'Show older steps' }).click();
  await expect(runs.allSteps.getByRole('listitem')).toHaveCount(51);
  await expect(runs.panel.getByRole('button', { name: 'Show older steps' })).toBeHidden();
});

test('a list of steps that fails says so, and is asked for again', { tag: ['@OB9'] }, async ({
  page,
  api,
  allowStatuses,
}) => {
  allowStatuses([500]);
  const agent = await makeAgent(api);
  let isBroken = true;
  await page.route('**/v1/steps/?*', (route) =>
    isBroken ? route.fulfill({ status: 500, json: { detail: 'out of order' } }) : route.continue(),
  );
  await openAgent(page, agent.id, { query: '?runs=steps' });
  const runs = runsOf(page);
  await runs.openTab();
  await expect(runs.panel.getByRole('alert')).toContainText('out of order');
  await axe(page);
  isBroken = false;
  await runs.panel.getByRole('button', { name: 'Retry' }).click();
  await expect(runs.panel).toContainText('No steps yet');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`steps on a phone: ${colorScheme}`, { tag: ['@OB9', '@OB15'] }, async ({ page, api }) => {
    const agent = await makeAgent(api);
    const path = lettaPath(`/agents/${agent.id}/messages`);
    await api.post(path, { messages: [{ role: 'user', content: 'hello' }] });
    const [step] = await api.get<{ id: string }[]>(lettaPath(`/steps/?agent_id=${agent.id}`));
    const tags = ['kind', 'a rather long tag that says what was wrong with the answer', 'short'];
    await api.patch(lettaPath(`/steps/${step?.id}/feedback`), { feedback: 'negative', tags });
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    await openAgent(page, agent.id, { query: '?runs=steps' });
    const runs = runsOf(page);
    await runs.openTab();
    await runs.panel.getByText('Tags, traces and dates').click();
    await expect(runs.allSteps.getByRole('img', { name: 'rated bad' })).toBeInViewport();
    await axe(page);
    await runs.allSteps.getByRole('button').click();
    await expect(runs.step.getByRole('button', { name: 'Remove short' })).toBeInViewport();
    await axe(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}

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
  startWithRemote,
  allowStatuses,
}) => {
  allowStatuses([404]);
  const { ade, remote, api, serverId } = await startWithRemote();
  await remote.set({ oldTraces: true });
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

test('Letta 0.16.8 cannot list the steps of all runs, and the way back is there', { tag: ['@OB9'] }, async ({
  page,
  startWithRemote,
  allowStatuses,
}) => {
  allowStatuses([400]);
  const { ade, api, serverId } = await startWithRemote();
  const agent = await makeAgent(api, { serverId });
  await page.goto(`${ade.url}/servers/${serverId}/agents/${agent.id}`);
  const runs = runsOf(page);
  await simulatorOf(page).sayAndWait('hello');
  await runs.openTab();
  await runs.showSteps();
  await expect(runs.panel).toContainText('This server cannot list steps over all runs');
  await expect(runs.panel).not.toContainText('Argument order');
  await axe(page);
  await runs.panel.getByRole('button', { name: 'Back to the runs' }).click();
  await runs.list.getByRole('button').first().click();
  await expect(runs.steps.getByRole('listitem')).toHaveCount(1);
});
