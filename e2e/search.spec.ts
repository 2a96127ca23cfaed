import { lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { simulatorOf } from './panels/simulator.ts';

test('searching the server is off where there is no index, and says why', { tag: ['@SM20', '@SM21'] }, async ({
  page,
  api,
}) => {
  const agent = await makeAgent(api, {});
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await page.keyboard.press('Control+Shift+f');
  const button = simulator.find.getByRole('button', { name: 'Search the server…' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAccessibleDescription(/Letta Cloud does/);
});

test('a search of all messages, as Letta Cloud would answer it', { tag: ['@SM21'] }, async ({
  page,
  startWithRemote,
  allowStatuses,
}) => {
  allowStatuses([400]);
  const { ade, remote, api, serverId } = await startWithRemote();
  const agent = await makeAgent(api, { serverId });
  await api.post(lettaPath(`/agents/${agent.id}/messages`, serverId), { input: 'The dentist is on Friday.' });
  await page.goto(`${ade.url}/servers/${serverId}/agents/${agent.id}`);
  const simulator = simulatorOf(page);
  await expect(simulator.yourMessages).toHaveCount(1);
  await page.keyboard.press('Control+Shift+f');
  await simulator.find.getByRole('searchbox').fill('teeth');
  await simulator.find.getByRole('button', { name: 'Search the server…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Search the messages of the server' });
  await expect(dialog.getByRole('textbox', { name: 'What to look for' })).toHaveValue('teeth');
  const search = dialog.getByRole('button', { name: 'Search', exact: true });
  await search.click();
  await expect(dialog.getByRole('alert')).toContainText('This server does not search messages');
  await axe(page);

  const message = { id: 'message-1', role: 'user', content: [{ type: 'text', text: 'The dentist is on Friday.' }] };
  const found = {
    embedded_text: '{}',
    message: { ...message, agent_id: agent.id },
    fts_rank: null,
    vector_rank: 1,
    rrf_score: 0.016,
  };
  await remote.set({ canned: { '/v1/agents/messages/search': [found] } });
  await dialog.getByRole('combobox', { name: 'Look for' }).selectOption('vector');
  await dialog.getByRole('combobox', { name: 'Said by' }).selectOption('user');
  await dialog.getByLabel('From the day').fill('2026-01-31');
  await search.click();
  const results = dialog.getByRole('region', { name: 'Found messages' });
  await expect(results.getByRole('listitem')).toHaveText(/no\. 1 by meaning.*The dentist is on Friday/);
  const asked = (await remote.requests()).filter(({ path }) => path === '/v1/agents/messages/search').at(-1);
  expect(JSON.parse(asked?.body ?? '')).toEqual({
    query: 'teeth',
    search_mode: 'vector',
    limit: 50,
    roles: ['user'],
    agent_id: agent.id,
    start_date: expect.stringMatching(/^2026-01-3/),
  });
  await axe(page);
  await results.getByRole('button', { name: 'Show in its conversation' }).click();
  await expect(dialog).toBeHidden();
  await expect(simulator.find).toContainText('1 found');
});
