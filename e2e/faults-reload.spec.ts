import { type AdeApi, lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { expect, test } from './fixtures.ts';
import { simulatorOf } from './panels/simulator.ts';
import { seededRandom } from './seeded-random.ts';
import { watchTraffic } from './watch-traffic.ts';

test.use({ withProvider: true });

const MODEL = 'openai-proxy/scripted-1';
const RELOADS = process.env.ADE_SOAK ? 50 : 6;
const WORDS = 60;

test(`${RELOADS} reloads at random instants of a turn: the same text, sent once`, { tag: ['@R26', '@SM33'] }, async ({
  page,
  api,
  provider,
}) => {
  test.setTimeout(RELOADS * 15_000);
  const random = seededRandom('reloads');
  const traffic = watchTraffic(page.context());
  const simulator = simulatorOf(page);
  for (let round = 1; round <= RELOADS; round += 1) {
    const words = Array.from({ length: WORDS }, () => Math.floor(random() * 1e6).toString(36));
    const text = words.map((word, index) => `${index + 1}${word}`).join(' ');
    // From the moment the message left the page to the last word.
    const instant = Math.floor(random() * (WORDS + 1));
    provider.script(`round ${round}.`, [
      { tools: [{ name: 'memory_insert', arguments: { label: 'human', new_string: `round ${round}` } }] },
      { reasoning: 'Words, one after the other.', text, tokenSize: 7, tokensPerSecond: 50 },
    ]);
    const agent = await makeAgent(api, { model: MODEL });
    await openAgent(page, agent.id);
    const hasLeft = page.waitForRequest((request) => request.method() === 'POST' && /\/messages$/.test(request.url()));
    await simulator.say(`This is round ${round}.`);
    await hasLeft;
    if (instant > 0) await expect(simulator.agentMessages).toContainText(text.split(' ')[instant - 1] ?? '');
    await page.reload();
    await test.step(`reload ${round} at word ${instant}`, async () => {
      await expect(simulator.lastTurn).toContainText('Turn finished');
      await expect(simulator.agentMessages).toHaveCount(1);
      await expect(simulator.agentMessages).toContainText(text);
      await expect(simulator.yourMessages).toHaveCount(1);
      expect(await storedTexts(api, agent.id)).toEqual([text]);
      expect(traffic.sends()).toHaveLength(round);
    });
  }
});

test('a run that ends while the page loads: its last words are there', { tag: ['@R26'] }, async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.say('count to 200');
  await expect(simulator.agentMessages).toContainText('10 11 12');
  const over = Promise.withResolvers<void>();
  await page.route(/\/v1\/runs\/?\?.*statuses/, async (route) => {
    await over.promise;
    await route.continue();
  });
  await page.reload();
  await expect(simulator.agentMessages).toContainText('10 11 12');
  await expect
    .poll(() => api.get<{ status: string }[]>(lettaPath(`/runs/?agent_id=${agent.id}`)))
    .toMatchObject([{ status: 'completed' }]);
  over.resolve();
  await expect(simulator.agentMessages).toContainText('198 199 200');
  await expect(simulator.lastTurn).toContainText('Turn finished');
  await expect(simulator.agentMessages).toHaveCount(1);
});

/** What the agent said, as the server has it. */
async function storedTexts(api: AdeApi, agentId: string): Promise<string[]> {
  const messages = await api.get<{ message_type: string; content?: string }[]>(
    lettaPath(`/agents/${agentId}/messages?limit=100`),
  );
  return messages.filter((each) => each.message_type === 'assistant_message').map(({ content }) => content ?? '');
}
