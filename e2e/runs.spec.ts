import { lettaPath } from './ade-api.ts';
import { makeAgent, makeDiceRoller, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { runsOf } from './panels/runs.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ withProvider: true });

const MODEL = 'openai-proxy/scripted-1';

test('runs: list, filter, open, waterfall, and back by keyboard', {
  tag: ['@OB1', '@OB2', '@OB3', '@OB4', '@OB5', '@OB6', '@OB11'],
}, async ({ page, api, provider }) => {
  const agent = await makeDiceRoller(api, provider);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const runs = runsOf(page);
  await runs.openTab();
  await expect(runs.panel).toContainText('No runs yet');
  await runs.panel.getByRole('tab', { name: 'Chat' }).click();
  await simulator.sayAndWait('roll the dice');
  await simulator.say('fail please');
  await expect(simulator.stopButton).toBeHidden();
  await runs.openTab();
  await expect(runs.list.getByRole('listitem')).toHaveCount(2);
  await runs.panel.getByRole('combobox', { name: 'Status' }).selectOption('failed');
  await expect(runs.list.getByRole('listitem')).toHaveCount(1);
  await runs.list.getByRole('button').first().click();
  await expect(runs.panel.getByRole('alert')).toContainText('no such thing');
  await page.keyboard.press('Escape');
  await runs.panel.getByRole('combobox', { name: 'Status' }).selectOption('');
  await expect(runs.list.getByRole('listitem')).toHaveCount(2);
  await axe(page);
  await runs.list.getByRole('button').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/run=run-/);
  await expect(runs.steps.getByRole('listitem')).toHaveCount(2);
  await expect(runs.steps.getByRole('listitem').first()).toContainText('500 in, 20 out');
  await expect(runs.steps.getByRole('listitem').first()).toContainText(/model, .* tools/);
  await expect(runs.panel).toContainText('1,100');
  await page.reload();
  await expect(runs.steps.getByRole('listitem')).toHaveCount(2);
  await axe(page);
  await runs.steps.getByRole('button').first().press('Escape');
  await expect(runs.list.getByRole('listitem')).toHaveCount(2);
});

test('a step: its request and answer in parts, walked through by keyboard, feedback kept', {
  tag: ['@OB10', '@OB12', '@OB14', '@OB15', '@OB16', '@SM47'],
}, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL, human: 'Name: Sam' });
  provider.script('remember', [
    {
      reasoning: 'I keep it.',
      tools: [{ name: 'memory_replace', arguments: { label: 'human', old_string: 'Sam', new_string: 'Ada' } }],
    },
    { text: 'Kept.' },
  ]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const runs = runsOf(page);
  await simulator.sayAndWait('remember my name is Ada');
  await simulator.act(simulator.agentMessages.last(), 'Open its step');
  await expect(runs.step).toContainText('Step 2 of 2');
  await runs.view('Request');
  await expect(runs.step).toContainText('OpenAI chat completions');
  await expect(runs.step).toContainText('Memory blocks · 2');
  await expect(runs.step).toContainText('remember my name is Ada');
  await axe(page);
  await runs.step.getByRole('button', { name: 'Step before' }).click();
  await expect(runs.step).toContainText('Step 1 of 2');
  await runs.view('Response');
  await expect(runs.step).toContainText('memory_replace');
  await runs.view('Messages');
  await expect(runs.step).toContainText('tool_call_message');
  await runs.step.getByRole('button', { name: 'Good' }).click();
  await expect(runs.step.getByRole('button', { name: 'Good' })).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await expect(runs.step.getByRole('button', { name: 'Good' })).toHaveAttribute('aria-pressed', 'true');
  await runs.step.getByRole('button', { name: 'Good' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(runs.step).toContainText('Step 2 of 2');
  await runs.view('Raw');
  await expect(runs.step).toContainText('"messages"');
  await page.keyboard.press('Escape');
  await expect(runs.step).toBeHidden();
  await expect(page).not.toHaveURL(/step=/);
});

test('compare two requests: the memory that changed, and how far the cache could reach', {
  tag: ['@OB12', '@OB20'],
}, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL, human: 'Name: Sam' });
  provider.script('first', [{ text: 'One.' }]);
  provider.script('second', [{ text: 'Two.' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const runs = runsOf(page);
  await simulator.sayAndWait('the first');
  await api.patch(lettaPath(`/agents/${agent.id}/core-memory/blocks/human`), { value: 'Name: Ada' });
  await simulator.sayAndWait('the second');
  await simulator.act(simulator.agentMessages.last(), 'Open its step');
  await runs.view('Compare');
  await expect(runs.step.getByRole('note', { name: 'Prompt cache' })).toContainText(
    'The first difference is in the system prompt',
  );
  await expect(runs.step).toContainText('Memory blocks');
  await expect(runs.step.getByText('Ada', { exact: false }).first()).toBeVisible();
  await expect(runs.step).toContainText('New messages');
  await axe(page);
});

test('delete a run, and a step without a trace says why', { tag: ['@OB7', '@OB12'] }, async ({
  page,
  api,
  provider,
}) => {
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('hello', [{ text: 'Hi.' }]);
  await page.route('**/trace', (route) => route.fulfill({ json: null }));
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const runs = runsOf(page);
  await simulator.sayAndWait('hello');
  await simulator.act(simulator.agentMessages.last(), 'Open its step');
  await runs.view('Request');
  await expect(runs.step).toContainText('No trace is kept of this step');
  await page.keyboard.press('Escape');
  await runs.openTab();
  await runs.list.getByRole('button').first().click();
  await runs.panel.getByRole('button', { name: 'Delete run' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete run' }).click();
  await expect(runs.panel).toContainText('No runs yet');
  expect(await api.get(lettaPath(`/runs/?agent_id=${agent.id}`))).toEqual([]);
});
