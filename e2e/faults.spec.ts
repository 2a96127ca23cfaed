import type { CDPSession, Page } from '@playwright/test';
import { openFaultProxy } from '#scripts/soak/fault-proxy.ts';
import { createAdeApi, lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';

import { expect, test } from './fixtures.ts';
import { simulatorOf } from './panels/simulator.ts';
import { watchTraffic } from './watch-traffic.ts';

const COUNTED = Array.from({ length: 200 }, (_, index) => index + 1).join(' ');

test.describe('a turn that is being read', () => {
  test('goes on when the tab was frozen: all of it is there after waking', { tag: ['@R15', '@SM33'] }, async ({
    page,
    api,
  }) => {
    const traffic = watchTraffic(page.context());
    const agent = await makeAgent(api);
    await openAgent(page, agent.id);
    const simulator = simulatorOf(page);
    const cdp = await page.context().newCDPSession(page);
    await simulator.say('count to 200');
    await expect(simulator.agentMessages).toContainText('10 11 12');
    await setLifecycle(cdp, 'frozen');
    await untilOver(api, agent.id);
    await setLifecycle(cdp, 'active');
    await expect(simulator.agentMessages).toContainText(COUNTED, { timeout: 3_000 });
    await expectOneTurn(page);
    expect(traffic.sends()).toHaveLength(1);
  });

  test('gives up its stream in a hidden tab, and is whole when the tab is seen again', {
    tag: ['@R15', '@R28'],
  }, async ({ page, api }) => {
    const traffic = watchTraffic(page.context());
    const agent = await makeAgent(api);
    await openAgent(page, agent.id);
    const simulator = simulatorOf(page);
    await simulator.say('count to 200');
    await expect(simulator.agentMessages).toContainText('10 11 12');
    expect(traffic.openStreams()).toBe(1);
    await setVisibility(page, 'hidden');
    await expect.poll(traffic.openStreams).toBe(0);
    await setVisibility(page, 'visible');
    await expect.poll(traffic.openStreams).toBe(1);
    await setVisibility(page, 'hidden');
    await untilOver(api, agent.id);
    await setVisibility(page, 'visible');
    await expect(simulator.agentMessages).toContainText(COUNTED, { timeout: 3_000 });
    await expectOneTurn(page);
    expect(traffic.sends()).toHaveLength(1);
  });

  test('is read on after the computer slept for an hour', { tag: ['@R15', '@R6'] }, async ({ page, api }) => {
    const traffic = watchTraffic(page.context());
    await page.clock.install();
    const agent = await makeAgent(api);
    await openAgent(page, agent.id);
    const simulator = simulatorOf(page);
    await simulator.say('count to 200');
    await expect(simulator.agentMessages).toContainText('10 11 12');
    await page.clock.fastForward('01:00:00');
    await expect(simulator.agentMessages).toContainText(COUNTED);
    await expectOneTurn(page);
    expect(traffic.sends()).toHaveLength(1);
  });

  test('is read on after the network was gone', { tag: ['@R2', '@SM33'] }, async ({
    page,
    startAde,
    allowStatuses,
  }) => {
    allowStatuses(['network']);
    let target = '';
    const network = await openFaultProxy(() => target);
    const ade = await startAde({ env: { ADE_ALLOWED_HOSTS: network.host } });
    target = ade.url;
    const traffic = watchTraffic(page.context());
    const agent = await makeAgent(createAdeApi(ade.url));
    await page.goto(`http://${network.host}/servers/embedded/agents/${agent.id}`);
    const simulator = simulatorOf(page);
    await simulator.say('count to 500');
    await expect(simulator.agentMessages).toContainText('10 11 12');
    await page.context().setOffline(true);
    network.tear();
    await expect(simulator.panel.getByText('Interrupted, not finished.')).toBeVisible();
    await expect(simulator.agentMessages).toContainText('10 11 12');
    network.mend();
    await page.context().setOffline(false);
    await expect(simulator.agentMessages).toContainText('498 499 500');
    await expectOneTurn(page);
    expect(traffic.sends()).toHaveLength(1);
    await page.goto('about:blank');
    await network.close();
  });

  test('is there on the way back and on the way forward', { tag: ['@R16', '@R26'] }, async ({ page, api }) => {
    const traffic = watchTraffic(page.context());
    const agent = await makeAgent(api);
    await page.goto('/settings');
    await openAgent(page, agent.id);
    const simulator = simulatorOf(page);
    await simulator.say('count to 200');
    await expect(simulator.agentMessages).toContainText('10 11 12');
    await page.goBack();
    await expect(page.getByRole('list', { name: 'Servers' })).toBeVisible();
    await page.goForward();
    await expect(simulator.agentMessages).toContainText('20 21 22');
    await page.goto('/settings');
    await untilOver(api, agent.id);
    await page.goBack();
    await expect(simulator.agentMessages).toContainText(COUNTED);
    await expectOneTurn(page);
    expect(traffic.sends()).toHaveLength(1);
  });

  test('is whole although every connection breaks, torn or as if it were complete', {
    tag: ['@R2', '@R3', '@SM33', '@SM44'],
  }, async ({ page, startWithRemote, allowStatuses }) => {
    allowStatuses(['network']);
    const { ade, remote, api: remoteApi, serverId } = await startWithRemote();
    const simulator = simulatorOf(page);
    for (const how of ['reset', 'end'] as const) {
      await remote.reset();
      await remote.set({ background: true, cutStream: { afterFrames: 30, how } });
      const agent = await makeAgent(remoteApi, { serverId });
      await page.goto(`${ade.url}/servers/${serverId}/agents/${agent.id}`);
      const options = await simulator.options();
      await options.getByRole('checkbox', { name: 'Run in the background' }).check();
      await page.keyboard.press('Escape');
      await simulator.say('count to 200');
      await expect(simulator.agentMessages).toContainText(COUNTED);
      await expectOneTurn(page);
      const posts = (await remote.requests()).filter(({ method }) => method === 'POST').map(({ path }) => path);
      expect(posts.filter((path) => path.endsWith('/messages'))).toHaveLength(1);
      expect(posts.filter((path) => path.endsWith('/stream')).length).toBeGreaterThan(4);
    }
  });
});

test.describe('a message', () => {
  test('leaves once, however often one clicks or presses Enter', {
    tag: ['@R27', '@SM3', '@SM44'],
  }, async ({ page, api }) => {
    const traffic = watchTraffic(page.context());
    const agent = await makeAgent(api);
    await openAgent(page, agent.id);
    const simulator = simulatorOf(page);
    await simulator.composer.fill('count to 3');
    await simulator.sendButton.dblclick();
    await expect(simulator.lastTurn).toContainText('Turn finished');
    await simulator.composer.fill('count to 4');
    await Promise.all([simulator.composer.press('Enter'), simulator.composer.press('Enter')]);
    await expect(simulator.agentMessages.last()).toContainText('1 2 3 4');
    await expect(simulator.stopButton).toBeHidden();
    await expect(simulator.yourMessages).toHaveCount(2);
    await expect(simulator.queue).toBeHidden();
    expect(traffic.sends()).toHaveLength(2);
    expect(await listRuns(api, agent.id)).toHaveLength(2);
  });

  test('that is sent without a network stays, and is sent once when the person sends it', {
    tag: ['@R27', '@SM3'],
  }, async ({ page, api, allowStatuses }) => {
    allowStatuses(['network']);
    const traffic = watchTraffic(page.context());
    const agent = await makeAgent(api);
    await openAgent(page, agent.id);
    const simulator = simulatorOf(page);
    await page.context().setOffline(true);
    await simulator.say('count to 5');
    await expect(simulator.panel.getByText('Letta ADE does not answer').first()).toBeVisible();
    await expect(simulator.composer).toHaveValue('count to 5');
    await page.context().setOffline(false);
    await expect(simulator.panel.getByText('Checking whether your last message arrived')).toBeHidden();
    await expect(simulator.composer).toHaveValue('count to 5');
    expect(traffic.sends(), 'nothing is sent again by itself').toHaveLength(1);
    expect(await listRuns(api, agent.id)).toHaveLength(0);
    await simulator.sendButton.click();
    await expect(simulator.lastTurn).toContainText('Turn finished');
    await expect(simulator.composer).toHaveValue('');
    await expect(simulator.yourMessages).toHaveCount(1);
    expect(await listRuns(api, agent.id)).toHaveLength(1);
  });
});

/** One message of each side, one end, nothing that still works. */
async function expectOneTurn(page: Page): Promise<void> {
  const simulator = simulatorOf(page);
  await expect(simulator.lastTurn).toContainText('Turn finished');
  await expect(simulator.stopButton).toBeHidden();
  await expect(simulator.yourMessages).toHaveCount(1);
  await expect(simulator.agentMessages).toHaveCount(1);
}

type Api = ReturnType<typeof createAdeApi>;

function listRuns(api: Api, agentId: string): Promise<{ status: string }[]> {
  return api.get(lettaPath(`/runs/?agent_id=${agentId}`));
}

async function untilOver(api: Api, agentId: string): Promise<void> {
  await expect.poll(async () => (await listRuns(api, agentId)).map(({ status }) => status)).toEqual(['completed']);
}

async function setLifecycle(cdp: CDPSession, state: 'frozen' | 'active'): Promise<void> {
  await cdp.send('Page.setWebLifecycleState', { state });
}

/** A headless browser shows all of its tabs: what a tab can know of being hidden is told to it. */
async function setVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((visibility) => {
    Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
    Object.defineProperty(document, 'hidden', { value: visibility === 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}
