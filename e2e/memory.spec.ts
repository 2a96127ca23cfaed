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

test('a block that changed meanwhile shows both sides, and nothing typed is lost', {
  tag: ['@CM12', '@CM13', '@CM2'],
}, async ({ page, api, allowStatuses }) => {
  allowStatuses([412]);
  const agent = await makeAgent(api, { human: 'Name: Sam' });
  await openAgent(page, agent.id);
  const human = memoryOf(page).block('human');
  await human.editButton.click();
  await human.editor.fill('Name: Sam, likes tea');
  await api.patch(blockPath(agent.id, 'human'), { value: 'Name: Sam, likes coffee' });
  // A save reads the block anew, by its label.
  const [read] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith(blockPath(agent.id, 'human'))),
    human.saveButton.click(),
  ]);
  expect(read.request().method()).toBe('GET');
  expect(await read.json()).toMatchObject({ label: 'human', value: 'Name: Sam, likes coffee' });
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
  tag: ['@CM3', '@CM4', '@CM5', '@CM6', '@CM7', '@CM9'],
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

  await block.chooseAction('Settings…');
  const settings = page.getByRole('dialog', { name: `Settings of ${label}` });
  await settings.getByRole('textbox', { name: 'Description' }).fill('What we work on');
  await settings.getByRole('textbox', { name: 'Character limit' }).fill('500');
  await settings.getByRole('checkbox', { name: 'Read-only for the agent' }).check();
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(block.card).toContainText('What we work on');
  await expect(block.card).toContainText('14 / 500');
  await expect(block.card.getByLabel('Read-only for the agent')).toBeVisible();

  await block.chooseAction('Settings…');
  await settings.getByRole('textbox', { name: 'Label' }).fill('human');
  await expect(settings.getByText('The agent already has a block labelled “human”.')).toBeVisible();
  const renamed = `renamed${Date.now()}`;
  await settings.getByRole('textbox', { name: 'Label' }).fill(renamed);
  await settings.getByRole('textbox', { name: 'Metadata' }).fill('{"team": ');
  await expect(settings.getByText('This is not a JSON object.')).toBeVisible();
  await settings.getByRole('textbox', { name: 'Metadata' }).fill('{"team": "blue"}');
  await axe(page);
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(memory.block(renamed).card).toContainText('Ship the thing');
  await expect(block.card).toBeHidden();
  expect(await api.get(blockPath(agent.id, renamed))).toMatchObject({ metadata: { team: 'blue' }, limit: 500 });
  await page.getByRole('button', { name: /^Core memory ≈/ }).click();
  await expect(page.getByRole('dialog', { name: 'Core memory' })).toContainText(`<${renamed}>`);
  await page.keyboard.press('Escape');
  await api.patch(blockPath(agent.id, renamed), { label });

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

test('longer than the limit: not saved, with the reason; the agent is told too when it writes that much', {
  tag: ['@CM14'],
}, async ({ page, api }) => {
  const agent = await makeAgent(api);
  await api.patch(blockPath(agent.id, 'human'), { limit: 10, value: 'short' });
  await openAgent(page, agent.id);
  const human = memoryOf(page).block('human');
  await human.editButton.click();
  await human.editor.fill('much longer than ten characters');
  await expect(human.card.getByText(/^21 characters over the limit of 10\./)).toBeVisible();
  await axe(page);
  await human.saveButton.click({ force: true });
  await human.editor.press('Control+s');
  await expect(human.editor).toHaveValue('much longer than ten characters');
  expect(await api.get(blockPath(agent.id, 'human'))).toMatchObject({ value: 'short' });
  await human.editor.fill('ten or so.');
  await human.saveButton.click();
  await expect(human.card).toContainText('10 / 10');

  const simulator = simulatorOf(page);
  await simulator.sayAndWait('My name is Ada');
  await expect(simulator.toolCall('memory_insert')).toContainText('error');
  await expect(simulator.agentMessages.last()).toContainText('its limit is 10');
  expect(await api.get(blockPath(agent.id, 'human'))).toMatchObject({ value: 'ten or so.' });
});

test('the code editor and the plain text are one draft with one save', { tag: ['@CM2'] }, async ({ page, api }) => {
  const agent = await makeAgent(api, { human: 'Name: Sam' });
  await openAgent(page, agent.id);
  const human = memoryOf(page).block('human');
  await human.editButton.click();
  await human.editor.fill('# Sam');
  await human.card.getByRole('button', { name: 'Open in the code editor' }).click();
  const code = human.card.getByTestId('code-editor');
  await expect(code).toContainText('# Sam');
  await axe(page);
  await code.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' likes tea');
  await expect(human.card).toContainText('15 characters');
  await human.card.getByRole('button', { name: 'Back to plain text' }).click();
  await expect(human.editor).toHaveValue('# Sam likes tea');
  await human.card.getByRole('button', { name: 'Open in the code editor' }).click();
  await code.click();
  await page.keyboard.press('Control+s');
  await expect(human.saveButton).toBeHidden();
  expect(await api.get(blockPath(agent.id, 'human'))).toMatchObject({ value: '# Sam likes tea' });
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

test('the whole memory as JSON, also of a server that has files in it', { tag: ['@CM18'] }, async ({
  page,
  api,
  startWithRemote,
}) => {
  const agent = await makeAgent(api, { human: 'Name: Sam' });
  await openAgent(page, agent.id);
  await page.getByRole('button', { name: 'The whole memory as JSON' }).click();
  const dialog = page.getByRole('dialog', { name: 'The memory as the server tells it' });
  await expect(dialog.getByTestId('code-editor')).toContainText('"value": "Name: Sam"');
  await expect(dialog).toContainText('are only on Letta Cloud');
  await axe(page);

  const { ade, remote, api: there, serverId } = await startWithRemote();
  const other = await makeAgent(there, { serverId });
  const file_blocks = [{ file_id: 'file-1', source_id: 'source-1', is_open: true, label: 'a.txt', value: '1: tea' }];
  const memory = {
    agent_type: 'letta_v1_agent',
    blocks: [],
    file_blocks,
    prompt_template: '{% for block in blocks %}',
  };
  await remote.set({ canned: { [`/v1/agents/${other.id}/core-memory`]: memory } });
  await page.goto(`${ade.url}/servers/${serverId}/agents/${other.id}`);
  await page.getByRole('button', { name: 'The whole memory as JSON' }).click();
  await expect(dialog.getByTestId('code-editor')).toContainText('"prompt_template": "{% for block in blocks %}"');
  await expect(dialog.getByTestId('code-editor')).toContainText('"label": "a.txt"');
});

test('templates are a kind of their own in the library, found by their name', { tag: ['@CM17'] }, async ({
  page,
  api,
}) => {
  const mark = `sales${Date.now()}`;
  const template = { label: 'persona', value: 'Sells.', is_template: true, template_name: mark };
  await api.post(lettaPath('/blocks/'), { ...template, preserve_on_migration: true });
  await page.goto('/servers/embedded/blocks');
  const list = page.getByRole('list', { name: 'Blocks' }).getByRole('listitem');
  await page.getByRole('combobox', { name: 'Search in' }).selectOption('Template name');
  await page.getByRole('searchbox').fill(mark);
  await expect(page.getByText('No block is like that')).toBeVisible();
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('Templates');
  await expect(list).toHaveCount(1);
  await expect(list).toContainText('template');
  await expect(list).toContainText(mark);
  await expect(list).toContainText('preserved');
  await axe(page);
});

test('identities of a block: off where there are none, linked by id where there are', { tag: ['@CM16'] }, async ({
  page,
  startWithRemote,
}) => {
  const { ade, remote, api, serverId } = await startWithRemote();
  await makeAgent(api, { human: 'Here' });
  await page.goto(`${ade.url}/servers/embedded/blocks`);
  await page.getByRole('button', { name: 'Actions for human' }).click();
  await expect(page.getByRole('menuitem', { name: 'Identities…' })).toBeDisabled();
  await expect(page.getByRole('menu')).toContainText('Identities: the built-in server does not offer this.');

  const { blocks } = await makeAgent(api, { serverId });
  const human = blocks.find(({ label }) => label === 'human');
  const identity = { id: 'identity-1', name: 'Ulla', identifier_key: 'u1' };
  const links = (action: string) => ({ [`/v1/blocks/${human?.id}/identities/${action}/identity-1`]: human });
  const setLinked = (linked: unknown[]) => {
    const identities = { '/v1/identities/': [identity], '/v1/identities/identity-1/blocks': linked };
    return remote.set({ canned: { ...identities, ...links('attach'), ...links('detach') } });
  };
  await setLinked([]);
  await page.goto(`${ade.url}/servers/${serverId}/blocks`);
  await page.getByRole('button', { name: 'Actions for human' }).click();
  await page.getByRole('menuitem', { name: 'Identities…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Identities of human' });
  await expect(dialog).toContainText('No identity has this block');
  await axe(page);
  await dialog.getByRole('textbox', { name: 'Identity, by id' }).fill(' identity-1 ');
  await setLinked([human]);
  await dialog.getByRole('button', { name: 'Attach', exact: true }).click();
  const linked = dialog.getByRole('list', { name: 'Linked identities' });
  await expect(linked).toContainText('Ulla u1');
  await axe(page);
  await setLinked([]);
  await dialog.getByRole('button', { name: 'Detach Ulla' }).click();
  await expect(dialog).toContainText('No identity has this block');
  const sent = (await remote.requests()).filter(({ method }) => method === 'PATCH').map(({ path }) => path);
  expect(sent).toEqual(['attach', 'detach'].map((action) => `/v1/blocks/${human?.id}/identities/${action}/identity-1`));
});
