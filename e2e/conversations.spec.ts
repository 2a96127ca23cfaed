import type { Page } from '@playwright/test';
import { lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ withProvider: true });

const MODEL = 'openai-proxy/scripted-1';

function conversationsOf(page: Page) {
  const { panel } = simulatorOf(page);
  const dialog = page.getByRole('dialog', { name: 'Conversations' });
  return {
    button: panel.getByRole('button', { name: /^Conversation: / }),
    dialog,
    list: dialog.getByRole('list', { name: 'Conversations' }),
    async open(name: string) {
      await this.button.click();
      await this.list.getByRole('listitem', { name }).getByRole('button', { name }).first().click();
      await expect(this.button).toContainText(name);
    },
    async act(name: string, item: string) {
      await this.button.click();
      await this.list.getByRole('button', { name: `Actions for ${name}` }).click();
      await page.getByRole('menuitem', { name: item }).click();
    },
    async create(name: string, isolated: string[] = []) {
      await this.button.click();
      await dialog.getByRole('button', { name: 'New' }).click();
      const form = page.getByRole('dialog', { name: 'New conversation' });
      await form.getByRole('textbox', { name: 'Name' }).fill(name);
      for (const label of isolated) await form.getByRole('checkbox', { name: label }).check();
      await form.getByRole('button', { name: 'Create' }).click();
      await expect(this.button).toContainText(name);
    },
  };
}

test('new, open, rename, search, delete: the transcript follows, and so does a reload', {
  tag: ['@CV1', '@CV2', '@CV3', '@CV4', '@CV5', '@CV6', '@CV7', '@CV12'],
}, async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const conversations = conversationsOf(page);
  await simulator.sayAndWait('count to 3');
  await simulator.composer.fill('a draft of the first');
  await conversations.create('Second thread');
  await expect(page).toHaveURL(/conversation=conv-/);
  await expect(simulator.yourMessages).toHaveCount(0);
  await expect(simulator.composer).toHaveValue('');
  await simulator.sayAndWait('count to 5');
  await page.reload();
  await expect(simulator.yourMessages).toHaveText([/count to 5/]);
  await conversations.open('Default conversation');
  await expect(simulator.yourMessages).toHaveText([/count to 3/]);
  await expect(simulator.composer).toHaveValue('a draft of the first');
  await conversations.act('Second thread', 'Rename…');
  await page.getByRole('dialog', { name: 'Rename conversation' }).getByRole('textbox', { name: 'Name' }).fill('Travel');
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(conversations.list).toContainText('Travel');
  await axe(page);
  await conversations.dialog.getByRole('searchbox', { name: 'Search conversations' }).fill('nothing like it');
  await expect(conversations.dialog).toContainText('No conversation is named');
  await conversations.dialog.getByRole('searchbox', { name: 'Search conversations' }).fill('Trav');
  await expect(conversations.list.getByRole('listitem')).toHaveCount(1);
  await conversations.list.getByRole('listitem').getByRole('button', { name: 'Travel' }).first().click();
  await expect(simulator.yourMessages).toHaveText([/count to 5/]);
  await conversations.act('Travel', 'Delete…');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete conversation' }).click();
  await expect(conversations.button).toContainText('Default conversation');
  expect(await api.get(lettaPath(`/conversations/?agent_id=${agent.id}`))).toEqual([]);
});

test('isolated blocks: what a conversation changes stays in it', { tag: ['@CV3'] }, async ({ page, api }) => {
  const agent = await makeAgent(api, { human: 'Name: Sam' });
  await openAgent(page, agent.id);
  const conversations = conversationsOf(page);
  await conversations.create('Apart', ['human']);
  await simulatorOf(page).sayAndWait('My name is Ada');
  const own = await api.get<{ value: string }>(lettaPath(`/agents/${agent.id}/core-memory/blocks/human`));
  expect(own.value).toBe('Name: Sam');
  await conversations.button.click();
  await expect(conversations.list.getByRole('listitem', { name: 'Apart' })).toContainText('1 isolated');
});

test('fork, and edit a message on a fork: nothing is lost', { tag: ['@CV13'] }, async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const conversations = conversationsOf(page);
  await simulator.sayAndWait('count to 3');
  await simulator.sayAndWait('count to 4');
  await conversations.act('Default conversation', 'Fork');
  await expect(page).toHaveURL(/conversation=conv-/);
  await expect(simulator.yourMessages).toHaveText([/count to 3/, /count to 4/]);
  await conversations.open('Default conversation');
  await simulator.act(simulator.yourMessages.last(), 'Edit and send on a fork');
  await expect(simulator.composer).toHaveValue('count to 4');
  await expect(simulator.yourMessages).toHaveText([/count to 3/]);
  await simulator.sayAndWait('count to 6');
  await expect(simulator.agentMessages.last()).toContainText('5 6');
  await conversations.open('Default conversation');
  await expect(simulator.yourMessages).toHaveText([/count to 3/, /count to 4/]);
  await simulator.act(simulator.yourMessages.first(), 'Send again');
  await expect(simulator.yourMessages).toHaveText([/count to 3/, /count to 4/, /count to 3/]);
});

test('compact now says what was before and after', { tag: ['@CV11', '@SM38'] }, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('message', [{ text: 'answer' }]);
  for (let index = 1; index <= 6; index += 1) {
    await api.post(lettaPath(`/agents/${agent.id}/messages`), { input: `message ${index}` });
  }
  provider.script('', [{ text: 'They exchanged six messages.' }]);
  provider.script('message', [{ text: 'They exchanged six messages.' }]);
  await openAgent(page, agent.id);
  const conversations = conversationsOf(page);
  await conversations.act('Default conversation', 'Compact now…');
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('button', { name: 'Compact' }).click();
  await expect(dialog).toContainText('They exchanged six messages.');
  await expect(dialog).toContainText('Messages before');
  await axe(page);
  await dialog.getByRole('button', { name: 'Done' }).click();
});

test('a turn in one conversation goes on while another is open; Stop stops its own', {
  tag: ['@CV8', '@CV10'],
}, async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const conversations = conversationsOf(page);
  await conversations.create('Long');
  await simulator.say('count to 400');
  await expect(simulator.agentMessages.last()).toContainText('8 9 10');
  await conversations.open('Default conversation');
  await expect(simulator.stopButton).toBeHidden();
  await simulator.sayAndWait('count to 3');
  await conversations.open('Long');
  await page.reload();
  await expect(simulator.stopButton).toBeVisible();
  await simulator.stopButton.click();
  await expect(simulator.stopButton).toBeHidden();
  await expect(simulator.agentMessages.last()).toContainText('8 9 10');
  const runs = await api.get<{ status: string; conversation_id: string | null }[]>(
    lettaPath(`/runs/?agent_id=${agent.id}`),
  );
  expect(runs.filter((run) => run.conversation_id !== null).map((run) => run.status)).toEqual(['cancelled']);
});

test('on a server with the habits of the original', { tag: ['@CV7', '@CV9'] }, async ({
  page,
  startWithRemote,
  allowStatuses,
}) => {
  allowStatuses([503]);
  const { ade, serverId: id } = await startWithRemote();
  await page.goto(`${ade.url}/servers/${id}/agents`);
  await page.getByRole('button', { name: 'Start companion' }).click();
  const simulator = simulatorOf(page);
  await conversationsOf(page).create('Far away');
  await simulator.sayAndWait('count to 4');
  const options = await simulator.options();
  await options.getByRole('checkbox', { name: 'Run in the background' }).check();
  await options.getByRole('button', { name: 'Done' }).click();
  await simulator.say('count to 5');
  await expect(simulator.panel.getByText(/requires Redis/).first()).toBeVisible();
  await expect(simulator.composer).toHaveValue('count to 5');
  await simulator.panel.getByRole('button', { name: 'Turn background runs off' }).click();
  await simulator.sendButton.click();
  await expect(simulator.agentMessages.last()).toContainText('4 5');
  await simulator.yourMessages.last().hover();
  await simulator.yourMessages.last().getByRole('button', { name: 'Message actions' }).click();
  await expect(page.getByRole('menuitem', { name: /Edit and send on a fork/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
});
