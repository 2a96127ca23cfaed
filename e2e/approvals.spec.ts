import type { Locator } from '@playwright/test';
import { type AdeApi, lettaPath } from './ade-api.ts';
import { makeAgent, makeDiceTool, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ withProvider: true });

const MODEL = 'openai-proxy/scripted-1';

/** An agent whose dice are asked for before they roll. */
async function makeCarefulAgent(api: AdeApi, name = 'Sam') {
  const agent = await makeAgent(api, { name, model: MODEL, toolIds: [await makeDiceTool(api)] });
  await api.patch(lettaPath(`/agents/${agent.id}/tools/approval/roll_dice`), { requires_approval: true });
  return agent;
}

const ASKS = { tools: [{ name: 'roll_dice', arguments: { sides: 20, count: 2 } }] };

test('approve a tool call: it waits outside the transcript, survives a reload, and runs once', {
  tag: ['@SM18', '@SM24', '@SM25', '@SM29'],
}, async ({ page, api, provider }) => {
  const agent = await makeCarefulAgent(api);
  provider.script('roll', [ASKS, { text: 'Both show 4.' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.say('roll the dice');
  await expect(simulator.approval).toContainText('roll_dice');
  await expect(simulator.approval).toContainText('"sides": 20');
  await expect(simulator.transcript.getByRole('button', { name: /^Approve/ })).toHaveCount(0);
  await page.reload();
  await expect(simulator.approval).toContainText('roll_dice');
  await simulator.composer.fill('something else');
  await expect(simulator.sendButton).toHaveAttribute('aria-disabled', 'true');
  await axe(page);
  await simulator.approval.getByRole('button', { name: 'Approve' }).click();
  await expect(simulator.agentMessages.last()).toContainText('Both show 4.');
  await expect(simulator.approval).toBeHidden();
  await expect(simulator.toolCall('roll_dice')).toContainText('approved');
  await expect(simulator.toolCall('roll_dice')).toContainText('success');
  expect(provider.requests()).toHaveLength(2);
});

test('deny with a reason, which the agent reads', { tag: ['@SM26'] }, async ({ page, api, provider }) => {
  const agent = await makeCarefulAgent(api);
  provider.script('roll', [ASKS, { text: 'Then not.' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.say('roll the dice');
  await simulator.approval.getByRole('textbox', { name: 'Reason for roll_dice' }).fill('use one die only');
  await simulator.approval.getByRole('button', { name: 'Deny' }).click();
  await expect(simulator.agentMessages.last()).toContainText('Then not.');
  await expect(simulator.toolCall('roll_dice')).toContainText('denied');
  await simulator.toolCall('roll_dice').click();
  await expect(simulator.panel.getByText('Reason given: use one die only')).toBeVisible();
  expect(JSON.stringify(provider.requests().at(-1))).toContain('use one die only');
});

test('several calls are decided together, by keyboard too', { tag: ['@SM12', '@SM27'] }, async ({
  page,
  api,
  provider,
}) => {
  const agent = await makeCarefulAgent(api);
  const call = (sides: number) => ({ name: 'roll_dice', arguments: { sides } });
  provider.script('roll', [{ tools: [call(6), call(20)] }, { text: 'One rolled.' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.say('roll both');
  const calls = simulator.approval.getByRole('list', { name: 'Calls that wait' }).getByRole('listitem');
  await expect(calls).toHaveCount(2);
  const send = simulator.approval.getByRole('button', { name: 'Send 2 answers' });
  await expect(send).toHaveAttribute('aria-disabled', 'true');
  const approve = calls.nth(0).getByRole('button', { name: 'Approve' });
  await expect(approve).not.toHaveAttribute('aria-disabled', 'true');
  await approve.focus();
  await page.keyboard.press('a');
  await calls.nth(1).getByRole('button', { name: 'Deny' }).focus();
  await page.keyboard.press('d');
  await expect(simulator.approval).toContainText('2 of 2 decided');
  await send.click();
  await expect(simulator.agentMessages.last()).toContainText('One rolled.');
  await expect(simulator.toolCall('roll_dice').nth(0)).toContainText('approved');
  await expect(simulator.toolCall('roll_dice').nth(1)).toContainText('denied');
});

test('a call that needs nobody waits with the others of its step', { tag: ['@SM12', '@SM24'] }, async ({
  page,
  api,
  provider,
}) => {
  const agent = await makeCarefulAgent(api);
  const note = { name: 'memory_insert', arguments: { label: 'human', new_string: 'Likes dice.' } };
  provider.script('roll', [{ tools: [...ASKS.tools, note] }, { text: 'Rolled and noted.' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.say('roll and note it');
  await expect(simulator.toolCall('roll_dice')).toContainText('waits for you');
  await expect(simulator.toolCall('memory_insert')).toContainText('waits with the others');
  await simulator.approval.getByRole('button', { name: 'Approve' }).click();
  await expect(simulator.agentMessages.last()).toContainText('Rolled and noted.');
  await expect(simulator.toolCall('memory_insert')).not.toContainText('waits');
});

test('two tabs see the same call, and it runs once', { tag: ['@SM29'] }, async ({ page, context, api, provider }) => {
  const agent = await makeCarefulAgent(api);
  provider.script('roll', [ASKS, { text: 'Both show 4.' }]);
  await openAgent(page, agent.id);
  const second = await context.newPage();
  await openAgent(second, agent.id);
  await simulatorOf(page).say('roll the dice');
  for (const tab of [page, second]) await expect(simulatorOf(tab).approval).toContainText('roll_dice');
  await simulatorOf(second).approval.getByRole('button', { name: 'Approve' }).click();
  for (const tab of [page, second]) {
    await expect(simulatorOf(tab).agentMessages.last()).toContainText('Both show 4.');
    await expect(simulatorOf(tab).approval).toBeHidden();
  }
  expect(provider.requests()).toHaveLength(2);
});

test('a message to an agent that waits for approval says why it is refused', { tag: ['@SM28'] }, async ({
  page,
  api,
  provider,
  allowStatuses,
}) => {
  allowStatuses([409, 'network']);
  const agent = await makeCarefulAgent(api);
  provider.script('roll', [ASKS]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  // Asked elsewhere, so that this page does not know of it when it sends.
  await page.route('**/messages?**', (route) => route.abort());
  await api.post(lettaPath(`/agents/${agent.id}/messages`), { messages: [{ role: 'user', content: 'roll' }] });
  await page.unroute('**/messages?**');
  await simulator.say('hello');
  await expect(simulator.panel.getByText('The agent waits for your approval')).toBeVisible();
  await expect(simulator.approval).toContainText('roll_dice');
  await expect(simulator.composer).toHaveValue('hello');
});

test('a client tool waits for what the person returns', { tag: ['@SM24'] }, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('weather', [
    { tools: [{ name: 'ask_weather', arguments: { city: 'Oslo' } }] },
    { text: 'It snows in Oslo.' },
  ]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const options = await simulator.options();
  await options.getByRole('textbox', { name: 'Tool name' }).fill('ask_weather');
  await options.getByRole('textbox', { name: 'What it does' }).fill('Asks a person for the weather');
  await options.getByRole('button', { name: 'Add client tool' }).click();
  await expect(options.getByRole('list', { name: 'Client tools' })).toContainText('ask_weather');
  await options.getByRole('button', { name: 'Done' }).click();
  await simulator.say('how is the weather in Oslo?');
  await expect(simulator.approval).toContainText('client tool');
  await simulator.approval.getByRole('textbox', { name: 'What ask_weather returns' }).fill('snow');
  await axe(page);
  await simulator.approval.getByRole('button', { name: 'Return it' }).click();
  await expect(simulator.agentMessages.last()).toContainText('It snows in Oslo.');
  expect(JSON.stringify(provider.requests().at(-1))).toContain('snow');
  await page.reload();
  await expect(simulator.toolCall('ask_weather')).toContainText('success');
});

test('who waits is told on every page, in the list of agents and in the list of conversations', {
  tag: ['@SM29'],
}, async ({ page, api, provider }) => {
  const agent = await makeCarefulAgent(api, 'Careful');
  const other = await makeAgent(api, { name: 'Other', model: MODEL });
  const ask = { messages: [{ role: 'user', content: 'roll' }], streaming: false };
  provider.script('roll', [ASKS, { text: 'Both show 4.' }]);
  const side = await api.post<{ id: string }>(lettaPath(`/conversations/?agent_id=${agent.id}`), { summary: 'Side' });
  await api.post(lettaPath(`/conversations/${side.id}/messages`), ask);
  const banner = page.getByRole('complementary', { name: 'Waiting for approval' });
  for (const path of ['/', '/settings', '/servers/embedded/agents', `/servers/embedded/agents/${other.id}`]) {
    await page.goto(path);
    await expect(banner.getByRole('link', { name: 'Careful' })).toBeVisible();
  }
  await page.goto('/servers/embedded/agents');
  await expect(page.getByRole('listitem').filter({ hasText: 'Careful' })).toContainText('waits for approval');
  await axe(page);
  await banner.getByRole('link', { name: 'Careful' }).click();
  const simulator = simulatorOf(page);
  await expect(banner).toBeHidden();
  await simulator.panel.getByRole('button', { name: /^Conversation: .* 1 other waits for approval/ }).click();
  const row = page.getByRole('dialog').getByRole('listitem', { name: 'Side' });
  await expect(row).toContainText('waits for approval');
  await axe(page);
  await row.getByRole('button').first().click();
  await simulator.approval.getByRole('button', { name: 'Approve' }).click();
  await expect(simulator.agentMessages.last()).toContainText('Both show 4.');
  await page.goto('/servers/embedded/agents');
  await expect(page.getByRole('listitem').filter({ hasText: 'Careful' })).not.toContainText('waits for approval');
  await expect(banner).toBeHidden();
});

test('hidden characters in what would run, and in what is said, are marked and stay', {
  tag: ['@SM24'],
}, async ({ page, api, provider }) => {
  const agent = await makeCarefulAgent(api);
  const hidden = { sides: 6, count: 1, note: 'a\u202Eb\u200Bc' };
  provider.script('roll', [
    { text: 'Rolling\u200B now \u{E0041}.', tools: [{ name: 'roll_dice', arguments: hidden }] },
  ]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.say('roll 👨‍👩‍👧 \u200Fnow');
  await expect.poll(() => marksIn(simulator.approval)).toEqual(['U+202E', 'U+200B']);
  await expect.poll(() => marksIn(simulator.agentMessages.last())).toEqual(['U+200B', 'U+E0041']);
  await expect.poll(() => marksIn(simulator.yourMessages.last())).toEqual(['U+200F']);
  expect(await simulator.yourMessages.last().textContent()).toContain('roll 👨‍👩‍👧 \u200Fnow');
  await axe(page);
});

function marksIn(place: Locator): Promise<(string | null)[]> {
  return place.locator('[data-mark]').evaluateAll((marks) => marks.map((mark) => mark.getAttribute('data-mark')));
}
