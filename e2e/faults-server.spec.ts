import { createAdeApi, lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { simulatorOf } from './panels/simulator.ts';

const PASSWORD = 'remote-password-canary';

test('a web page where data was expected is told on every page, is never shown as one, and is asked once', {
  tag: ['@R11'],
}, async ({ page, startWithRemote, allowStatuses }) => {
  allowStatuses([502]);
  const { ade, remote, api, serverId } = await startWithRemote();
  const agent = await makeAgent(api, { name: 'Ada', serverId });
  await page.goto(`${ade.url}/servers/${serverId}/agents/${agent.id}`);
  const simulator = simulatorOf(page);
  await expect(simulator.composer).toBeEnabled();
  await remote.set({ html: { status: 200 } });
  const before = (await remote.requests()).length;
  await simulator.say('Hello there');
  await expect(simulator.panel.getByText(/answered with a web page/).first()).toBeVisible();
  await expect(simulator.composer).toHaveValue('Hello there');
  const sends = (await remote.requests())
    .slice(before)
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'));
  expect(sends).toHaveLength(1);
  for (const status of [200, 500]) {
    await remote.set({ html: { status } });
    for (const path of ['agents', 'tools', 'mcp', 'blocks', 'models', 'connection']) {
      await page.goto(`${ade.url}/servers/${serverId}/${path}`);
      await expect(page.getByText(/web page/).first()).toBeVisible();
      await expect(page.locator('main form[action], main iframe')).toHaveCount(0);
    }
  }
});

test('a password that changes in mid-session: the words stay, whose password is told, and the way on works', {
  tag: ['@R12'],
}, async ({ page, startAde, startRemote, allowStatuses }) => {
  allowStatuses([401]);
  const [ade, remote] = await Promise.all([startAde(), startRemote({ password: PASSWORD })]);
  const api = createAdeApi(ade.url);
  const server = { name: 'Remote', url: remote.url, key: PASSWORD };
  const { id: serverId } = await api.post<{ id: string }>('/api/servers', server);
  const agent = await makeAgent(api, { name: 'Ada', serverId });
  await page.goto(`${ade.url}/servers/${serverId}/agents/${agent.id}`);
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('count to 2');
  await api.patch(`/api/servers/${serverId}`, { key: 'no-longer-right' });
  await simulator.say('precious words');
  await expect(simulator.panel.getByText('The server wants a password or key').first()).toBeVisible();
  await expect(simulator.composer).toHaveValue('precious words');
  await axe(page);
  await api.patch(`/api/servers/${serverId}`, { key: PASSWORD });
  await simulator.sendButton.click();
  await expect(simulator.lastTurn).toContainText('Turn finished');
  await expect(simulator.composer).toHaveValue('');
});

test('an agent that is busy: watch, queue or cancel, and nothing is sent again by itself', {
  tag: ['@R13', '@SM28'],
}, async ({ page, startWithRemote, allowStatuses }) => {
  allowStatuses([409, 404]);
  const { ade, remote, api, serverId } = await startWithRemote();
  const agent = await makeAgent(api, { name: 'Ada', serverId });
  await page.goto(`${ade.url}/servers/${serverId}/agents/${agent.id}`);
  const simulator = simulatorOf(page);
  await expect(simulator.composer).toBeEnabled();
  await remote.set({ busyRunId: 'run-123e4567-e89b-42d3-8456-426614174000' });
  const sends = async () =>
    (await remote.requests()).filter(({ method, path }) => method === 'POST' && /messages(\/stream)?$/.test(path));
  await simulator.say('Are you there?');
  await expect(simulator.panel.getByText('The agent is busy with another run').first()).toBeVisible();
  for (const name of ['Watch that run', 'Queue my message', 'Cancel that run'])
    await expect(simulator.panel.getByRole('button', { name })).toBeEnabled();
  expect(await sends()).toHaveLength(1);
  await expect(simulator.composer).toHaveValue('Are you there?');
  await axe(page);
  await remote.set({ busyRunId: null });
  await simulator.sendButton.click();
  await expect(simulator.lastTurn).toContainText('Turn finished');
  expect(await sends()).toHaveLength(2);
});

test('an agent that is deleted while it is open: what was loaded and written can still be read and taken', {
  tag: ['@R24'],
}, async ({ page, api, allowStatuses }) => {
  allowStatuses([404]);
  const agent = await makeAgent(api, { name: `Gone ${Date.now()}`, human: 'Name: Ada' });
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('count to 2');
  await simulator.composer.fill('precious words');
  await api.delete(lettaPath(`/agents/${agent.id}`));
  await simulator.composer.press('Enter');
  await expect(simulator.panel.getByText(/not found/i).first()).toBeVisible();
  await expect(simulator.agentMessages.last()).toContainText('1 2');
  await expect(simulator.composer).toHaveValue('precious words');
  await page.reload();
  await expect(page.getByText('This server has no such agent')).toBeVisible();
  const written = page.getByRole('region', { name: 'What you had written for it' });
  await expect(written).toContainText('precious words');
  await expect(written.getByRole('button', { name: 'Copy' }).first()).toBeVisible();
  await axe(page);
  await page.getByRole('link', { name: 'See all agents' }).click();
  await expect(page).toHaveURL(/\/agents$/);
});

test('a browser that keeps nothing: everything works, for as long as the page is open', { tag: ['@R25'] }, async ({
  page,
  api,
}) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  const agent = await makeAgent(api, { name: `Full ${Date.now()}` });
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.composer.fill('count to 3');
  await simulator.composer.press('Enter');
  await expect(simulator.lastTurn).toContainText('Turn finished');
  await expect(simulator.agentMessages.last()).toContainText('1 2 3');
  await simulator.sayAndWait('count to 2');
});
