import { type AdeApi, lettaPath } from './ade-api.ts';
import { makeAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { listOf } from './panels/agents.ts';

const MEMORIES = ['Tea at four', 'Likes dogs', 'Was in Rome'];

async function makeOriginal(api: AdeApi, name: string): Promise<string> {
  const { id } = await makeAgent(api, { name, human: 'Name: Ada' });
  await api.post(lettaPath(`/agents/${id}/messages`), { input: 'hello there' });
  for (const text of MEMORIES) await api.post(lettaPath(`/agents/${id}/archival-memory`), { text, tags: ['kept'] });
  return id;
}

async function memoriesOf(api: AdeApi, agentId: string, serverId: string): Promise<string[]> {
  const memories = await api.get<{ text: string }[]>(lettaPath(`/agents/${agentId}/archival-memory`, serverId));
  return memories.map(({ text }) => text).toSorted();
}

test('duplicate an agent to another server, with its messages and archival memory', { tag: ['@AL17'] }, async ({
  page,
  startWithRemote,
}) => {
  test.slow();
  const { ade, api, serverId } = await startWithRemote();
  const original = await makeOriginal(api, 'Traveller');
  await page.goto(`${ade.url}/servers/embedded/agents`);
  await listOf(page).actions('Traveller', 'Duplicate or move…');
  const dialog = page.getByRole('dialog', { name: 'Duplicate Traveller' });
  await expect(dialog.getByRole('checkbox', { name: 'Move it there' })).toBeHidden();
  await dialog.getByRole('combobox', { name: 'On' }).selectOption('Remote');
  await dialog.getByRole('checkbox', { name: 'With its messages' }).check();
  await axe(page);
  await dialog.getByRole('button', { name: 'Duplicate' }).dblclick();
  await expect(page.getByRole('heading', { level: 1, name: 'Traveller copy' })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/servers/${serverId}/agents/agent-`));
  await expect(page.getByRole('region', { name: 'State', exact: true })).toContainText('Name: Ada');
  await expect(page.getByRole('region', { name: 'Transcript' })).toContainText('hello there');
  const copies = await api.get<{ id: string }[]>(lettaPath('/agents/', serverId));
  expect(copies).toHaveLength(1);
  expect(await memoriesOf(api, copies[0]?.id ?? '', serverId)).toEqual(MEMORIES.toSorted());
  expect(await memoriesOf(api, original, 'embedded')).toEqual(MEMORIES.toSorted());
});

test('move an agent: the original may be deleted once everything has arrived, and not before', {
  tag: ['@AL17'],
}, async ({ page, startWithRemote, allowStatuses }) => {
  test.slow();
  allowStatuses([500]);
  const { ade, api, serverId } = await startWithRemote();
  await makeOriginal(api, 'Mover');
  await page.goto(`${ade.url}/servers/embedded/agents`);
  await listOf(page).actions('Mover', 'Duplicate or move…');
  const dialog = page.getByRole('dialog', { name: 'Duplicate Mover' });
  await dialog.getByRole('combobox', { name: 'On' }).selectOption('Remote');
  await dialog.getByRole('checkbox', { name: 'Move it there' }).check();
  for (const part of ['With its messages', 'With its archival memory']) {
    await expect(dialog.getByRole('checkbox', { name: part })).toBeChecked();
    await expect(dialog.getByRole('checkbox', { name: part })).toBeDisabled();
  }
  let adds = 0;
  await page.route('**/archival-memory', (route) =>
    route.request().method() === 'POST' && ++adds === 3 ? route.fulfill({ status: 500, json: {} }) : route.continue(),
  );
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Mover');
  await dialog.getByRole('button', { name: 'Duplicate' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await expect(dialog.getByRole('status')).toContainText('2 of 3 memories copied');
  await expect(page.getByRole('alertdialog')).toBeHidden();
  await dialog.getByRole('button', { name: 'Go on' }).click();
  const confirm = page.getByRole('alertdialog', { name: 'Delete Mover from Built-in server?' });
  await expect(confirm).toContainText('It is on Remote now, with its messages and its whole archival memory.');
  await expect(confirm).toContainText('the values of its variables');
  await axe(page);
  const copies = await api.get<{ id: string }[]>(lettaPath('/agents/', serverId));
  expect(copies).toHaveLength(1);
  expect(await memoriesOf(api, copies[0]?.id ?? '', serverId)).toEqual(MEMORIES.toSorted());
  await confirm.getByRole('button', { name: 'Delete the original' }).dblclick();
  await expect(page.getByRole('heading', { level: 1, name: 'Mover' })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/servers/${serverId}/agents/${copies[0]?.id}`));
  expect(await api.get(lettaPath('/agents/'))).toEqual([]);
});
