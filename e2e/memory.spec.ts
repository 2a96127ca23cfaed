import { lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { memoryOf } from './panels/memory.ts';
import { simulatorOf } from './panels/simulator.ts';

const blockPath = (agentId: string, label: string) => lettaPath(`/agents/${agentId}/core-memory/blocks/${label}`);

test('edit a block: characters and tokens count along, the agent has it at once', {
  tag: ['@CM1', '@CM2', '@ST6'],
}, async ({ page, api }) => {
  const agent = await makeAgent(api, { human: 'Name: Sam' });
  await openAgent(page, agent.id);
  const human = memoryOf(page).block('human');
  await expect(human.card).toContainText('9 / 100,000');
  await human.editButton.click();
  await human.editor.fill('Name: Kim\nLikes tea');
  await expect(human.card).toContainText('19 characters · ≈ 5 tokens');
  await human.saveButton.click();
  await expect(human.editor).toBeHidden();
  await expect(human.card).toContainText('Likes tea');
  await expect(human.card).not.toContainText('changed in the last turn');
  expect(await api.get(blockPath(agent.id, 'human'))).toMatchObject({ value: 'Name: Kim\nLikes tea' });
  await page.getByRole('button', { name: /^Core memory ≈/ }).click();
  await expect(page.getByRole('dialog', { name: 'Core memory' })).toContainText('Likes tea');
});

test('a draft survives a reload', { tag: ['@CM2'] }, async ({ page, api }) => {
  const agent = await makeAgent(api, { human: 'Name: Sam' });
  await openAgent(page, agent.id);
  const human = memoryOf(page).block('human');
  await human.editButton.click();
  await human.editor.fill('Name: unsaved');
  await page.reload();
  await expect(human.editor).toHaveValue('Name: unsaved');
  await human.card.getByRole('button', { name: 'Discard' }).click();
  await expect(human.card).toContainText('Name: Sam');
});

test('a block that changed meanwhile shows both sides, and nothing typed is lost', { tag: ['@CM13', '@CM2'] }, async ({
  page,
  api,
  allowStatuses,
}) => {
  allowStatuses([412]);
  const agent = await makeAgent(api, { human: 'Name: Sam' });
  await openAgent(page, agent.id);
  const human = memoryOf(page).block('human');
  await human.editButton.click();
  await human.editor.fill('Name: Sam, likes tea');
  await api.patch(blockPath(agent.id, 'human'), { value: 'Name: Sam, likes coffee' });
  await human.saveButton.click();
  await expect(human.conflict).toBeVisible();
  await expect(human.conflict).toContainText('likes coffee');
  await expect(human.editor).toHaveValue('Name: Sam, likes tea');
  expect(await api.get(blockPath(agent.id, 'human'))).toMatchObject({ value: 'Name: Sam, likes coffee' });
  await axe(page);

  await human.conflict.getByRole('button', { name: 'Edit both together' }).click();
  await expect(human.editor).toHaveValue('Name: Sam, likes coffee\nName: Sam, likes tea');
  await human.saveButton.click();
  await expect(human.editor).toBeHidden();
  expect(await api.get(blockPath(agent.id, 'human'))).toMatchObject({
    value: 'Name: Sam, likes coffee\nName: Sam, likes tea',
  });
});

test('keep mine and take theirs', { tag: ['@CM13'] }, async ({ page, api, allowStatuses }) => {
  allowStatuses([412]);
  const agent = await makeAgent(api, { human: 'a' });
  await openAgent(page, agent.id);
  const human = memoryOf(page).block('human');
  for (const [button, kept] of [
    ['Keep mine', 'mine'],
    ['Take theirs', 'theirs'],
  ] as const) {
    await human.editButton.click();
    await human.editor.fill('mine');
    await human.editor.press('End');
    await human.editor.pressSequentially(' ');
    await human.editor.fill('mine');
    await api.patch(blockPath(agent.id, 'human'), { value: 'theirs' });
    await human.saveButton.click();
    await human.conflict.getByRole('button', { name: button }).click();
    await expect(human.editor).toBeHidden();
    expect(await api.get(blockPath(agent.id, 'human'))).toMatchObject({ value: kept });
    await api.patch(blockPath(agent.id, 'human'), { value: 'a' });
    await page.reload();
    await expect(human.card).toContainText('a');
  }
});

test('create, attach, describe and detach blocks; shared ones say so', {
  tag: ['@CM4', '@CM5', '@CM6', '@CM7', '@CM9'],
}, async ({ page, api }) => {
  const [agent, other] = [await makeAgent(api, { name: 'One' }), await makeAgent(api, { name: 'Two' })];
  await openAgent(page, agent.id);
  const memory = memoryOf(page);
  await memory.newBlockButton.click();
  const label = `project${Date.now()}`;
  const dialog = page.getByRole('dialog', { name: 'New memory block' });
  await dialog.getByRole('textbox', { name: 'Label' }).fill('human');
  await expect(dialog.getByText('The agent already has a block labelled “human”.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Label' }).fill(label);
  await dialog.getByRole('textbox', { name: 'Value' }).fill('Ship the thing');
  await axe(page);
  await dialog.getByRole('button', { name: 'Create block' }).click();
  const block = memory.block(label);
  await expect(block.card).toContainText('Ship the thing');

  await block.chooseAction('Description and limit…');
  const settings = page.getByRole('dialog', { name: `Settings of ${label}` });
  await settings.getByRole('textbox', { name: 'Description' }).fill('What we work on');
  await settings.getByRole('textbox', { name: 'Character limit' }).fill('500');
  await settings.getByRole('checkbox', { name: 'Read-only for the agent' }).check();
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(block.card).toContainText('What we work on');
  await expect(block.card).toContainText('14 / 500');
  await expect(block.card.getByLabel('Read-only for the agent')).toBeVisible();

  await openAgent(page, other.id);
  await memory.attachButton.click();
  const library = page.getByRole('dialog', { name: 'Attach a memory block' });
  await library.getByRole('searchbox').fill(label);
  await library.getByRole('button', { name: `Attach ${label}` }).click();
  await expect(block.card).toContainText('2 agents');
  await block.chooseAction('Detach from this agent…');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Detach block' }).click();
  await expect(block.card).toBeHidden();
  expect(await api.get(blockPath(agent.id, label))).toMatchObject({
    value: 'Ship the thing',
    limit: 500,
    read_only: true,
  });
});

test('longer than the limit: said before saving', async ({ page, api }) => {
  const agent = await makeAgent(api);
  await api.patch(blockPath(agent.id, 'human'), { limit: 10, value: 'short' });
  await openAgent(page, agent.id);
  const human = memoryOf(page).block('human');
  await human.editButton.click();
  await human.editor.fill('much longer than ten characters');
  await expect(human.card.getByText(/Longer than the limit of 10 characters/)).toBeVisible();
});

test('a failed save keeps the text and can be tried again', { tag: ['@CM2'] }, async ({
  page,
  startAde,
  allowStatuses,
}) => {
  allowStatuses(['network', 502]);
  const ade = await startAde();
  await page.goto(ade.url);
  await page.getByRole('button', { name: 'Start companion' }).click();
  const human = memoryOf(page).block('human');
  await human.editButton.click();
  await human.editor.fill('Name: Kim');
  await ade.stop();
  await human.saveButton.click();
  await expect(human.card.getByText('Letta ADE does not answer')).toBeVisible();
  await expect(human.editor).toHaveValue('Name: Kim');
  await ade.start();
  await human.card.getByRole('button', { name: 'Retry' }).click();
  await expect(human.editor).toBeHidden();
  await expect(human.card).toContainText('Name: Kim');
});

test('a message sent before the blocks were read still shows what the turn changed', { tag: ['@CM15'] }, async ({
  page,
  api,
}) => {
  const agent = await makeAgent(api, { human: 'I know nothing about this person yet.' });
  const sent = Promise.withResolvers<void>();
  let isFirst = true;
  await page.route('**/core-memory/blocks**', async (route) => {
    if (isFirst) await sent.promise;
    isFirst = false;
    await route.continue();
  });
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.say('My name is Ada');
  await expect(simulator.yourMessages).toHaveCount(1);
  sent.resolve();
  await expect(memoryOf(page).block('human').card).toContainText('changed in the last turn');
});
