import { makeAgent, openAgent } from './agent-factory.ts';
import { expect, test } from './fixtures.ts';
import { simulatorOf } from './panels/simulator.ts';
import { watchTraffic } from './watch-traffic.ts';

test.use({ withProvider: true });

const MODEL = 'openai-proxy/scripted-1';
const MOST_STREAMS = 3;

test('ten tabs with eight turns going on leave room for an eleventh, and each ends with its own text', {
  tag: ['@R28', '@SM33'],
}, async ({ page, context, api, provider }) => {
  test.setTimeout(120_000);
  const traffic = watchTraffic(context);
  const end = Promise.withResolvers<void>();
  const agents = await Promise.all(
    Array.from({ length: 8 }, (_, index) => makeAgent(api, { model: MODEL, name: `Tab ${index}` })),
  );
  const tabs: { page: typeof page; text: string }[] = [];
  for (const [index, agent] of agents.entries()) {
    const text = `Answer ${index}: ${Array.from({ length: 40 }, (_, word) => `${index}x${word}`).join(' ')}`;
    provider.script(`turn ${index}.`, [
      {
        text: `Agent ${index} begins.`,
        tools: [{ name: 'memory_insert', arguments: { label: 'human', new_string: 'x' } }],
      },
      { until: end.promise, text, tokenSize: 8, tokensPerSecond: 40 },
    ]);
    const tab = index === 0 ? page : await context.newPage();
    await openAgent(tab, agent.id);
    await simulatorOf(tab).say(`This is turn ${index}.`);
    await expect(simulatorOf(tab).agentMessages.first()).toContainText(`Agent ${index} begins.`);
    tabs.push({ page: tab, text });
  }
  // Two more tabs look at turns that other tabs began.
  for (const index of [0, 7]) {
    const tab = await context.newPage();
    await openAgent(tab, agents[index]?.id ?? '');
    await expect(simulatorOf(tab).stopButton).toBeVisible();
    tabs.push({ page: tab, text: tabs[index]?.text ?? '' });
  }
  await expect.poll(traffic.openStreams).toBeLessThanOrEqual(MOST_STREAMS);

  // How soon it does is measured by `npm run bench -- tabs`.
  const eleventh = await context.newPage();
  await openAgent(eleventh, (await makeAgent(api, { model: MODEL, name: 'Eleventh' })).id);
  await expect(simulatorOf(eleventh).composer).toBeEditable();
  expect(traffic.openStreams()).toBeLessThanOrEqual(MOST_STREAMS);

  end.resolve();
  for (const tab of tabs) {
    const simulator = simulatorOf(tab.page);
    await expect(simulator.agentMessages.last()).toContainText(tab.text, { timeout: 30_000 });
    await expect(simulator.lastTurn).toContainText('Turn finished');
    await expect(simulator.agentMessages).toHaveCount(2);
    await expect(simulator.yourMessages).toHaveCount(1);
  }
  expect(traffic.openStreams()).toBe(0);
  expect(traffic.sends()).toHaveLength(8);
});
