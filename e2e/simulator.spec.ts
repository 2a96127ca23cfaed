import type { Locator, Page } from '@playwright/test';
import { lettaPath } from './ade-api.ts';
import { makeAgent, makeDiceTool, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { memoryOf } from './panels/memory.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ withProvider: true });

const MODEL = 'openai-proxy/scripted-1';

test('a model behind an OpenAI-compatible endpoint streams token by token', {
  tag: ['@SM1', '@SM3', '@SM6', '@SM8', '@SM18', '@SM19', '@CF6'],
}, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('tell me', [
    {
      reasoning: 'Let me think.',
      text: 'One two three four five six seven eight nine ten.',
      tokensPerSecond: 20,
      usage: { prompt: 321, completion: 12 },
    },
  ]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const grown = await watchGrowth(page);
  await simulator.say('tell me something');
  await expect(simulator.yourMessages.last()).toContainText('tell me something');
  const answer = simulator.agentMessages.last();
  await expect(answer).toContainText('ten.');
  await expect(simulator.lastTurn).toContainText('Turn finished');
  await expect(simulator.lastTurn).toContainText('321 tokens in, 12 out');
  expect(provider.requests()).toHaveLength(1);
  expect((await grown()).length, 'the answer was seen in several stages').toBeGreaterThan(3);
});

test('the end stays in sight while an answer grows, until one scrolls up', {
  tag: ['@SM3'],
}, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL });
  const lines = Array.from({ length: 120 }, (_, index) => `Line ${index + 1}.\n\n`);
  provider.script('go on', [{ text: lines.join(''), tokensPerSecond: 60 }]);
  await openAgent(page, agent.id);
  const { say, transcript, panel, agentMessages } = simulatorOf(page);
  const hidden = () => transcript.evaluate((each) => each.scrollHeight - each.clientHeight - each.scrollTop);
  const latest = panel.getByRole('button', { name: 'Latest' });
  await say('go on and on');
  await expect(agentMessages.last()).toContainText('Line 40.');
  await expect.poll(hidden).toBeLessThanOrEqual(1);
  await expect(latest).toBeHidden();
  await transcript.hover();
  await page.mouse.wheel(0, -600);
  await expect(latest).toBeVisible();
  const place = await transcript.evaluate((each) => each.scrollTop);
  await expect(agentMessages.last()).toContainText('Line 60.');
  expect(await transcript.evaluate((each) => each.scrollTop)).toBe(place);
  await latest.click();
  await expect(agentMessages.last()).toContainText('Line 120.');
  await expect.poll(hidden).toBeLessThanOrEqual(1);
});

test('memory, archival memory and a Python tool work with a real endpoint too', {
  tag: ['@SM10', '@SM11', '@CM15', '@AR1'],
}, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, {
    model: MODEL,
    tools: ['archival_memory_insert'],
    toolIds: [await makeDiceTool(api)],
  });
  const seen = Promise.withResolvers<void>();
  provider.script('do it all', [
    { tools: [{ name: 'memory_insert', arguments: { label: 'human', new_string: 'Likes jazz' } }] },
    {
      tools: [{ name: 'archival_memory_insert', arguments: { content: 'Jazz began in New Orleans', tags: ['music'] } }],
    },
    { tools: [{ name: 'roll_dice', arguments: { sides: 6, count: 2 } }] },
    { until: seen.promise, text: 'All done.' },
  ]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.say('do it all');
  await expect(memoryOf(page).block('human').card).toContainText('Likes jazz');
  await expect(page.getByRole('list', { name: 'Archival memories, newest first' })).toContainText(
    'Jazz began in New Orleans',
  );
  await expect(simulator.stopButton).toBeVisible();
  seen.resolve();
  await expect(simulator.lastTurn).toContainText('Turn finished');
  const call = simulator.toolCall('roll_dice');
  await call.click();
  await expect(simulator.panel.getByText('rolled 4 4')).toBeVisible();
  await expect(simulator.agentMessages.last()).toContainText('All done.');
});

test('parallel tool calls each get their own return', { tag: ['@SM12'] }, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL, toolIds: [await makeDiceTool(api)] });
  provider.script('both', [
    {
      tools: [
        { name: 'roll_dice', arguments: { sides: 6 } },
        { name: 'memory_insert', arguments: { label: 'nowhere', new_string: 'x' } },
      ],
    },
    { text: 'Done.' },
  ]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('do both');
  await expect(simulator.toolCall('roll_dice')).toContainText('success');
  await expect(simulator.toolCall('memory_insert')).toContainText('error');
  await simulator.toolCall('memory_insert').click();
  await expect(simulator.panel.getByText(/Block field nowhere does not exist/).first()).toBeVisible();
});

test('a provider that refuses its key says whose key, and the message stays', { tag: ['@SM18'] }, async ({
  page,
  api,
  provider,
}) => {
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('hello', [{ error: { status: 401, message: 'bad key' } }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.say('hello');
  await expect(simulator.panel.getByText('The model provider refused the key')).toBeVisible();
  await expect(simulator.yourMessages).toHaveCount(1);
  await axe(page);
});

test('Stop keeps what was said, and the next message works', { tag: ['@SM30', '@SM18'] }, async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.say('count to 500');
  await expect(simulator.agentMessages.last()).toContainText('10 11 12');
  await simulator.stopButton.click();
  await expect(simulator.lastTurn).toContainText('stopped by you');
  await expect(simulator.agentMessages.last()).toContainText('10 11 12');
  await page.reload();
  await expect(simulator.agentMessages.last()).toContainText('10 11 12');
  await expect(simulator.agentMessages.last()).not.toContainText('500');
  await simulator.sayAndWait('count to 3');
  await expect(simulator.agentMessages.last()).toContainText('1 2 3');
});

test('a reload in mid-turn finds the run again and ends with the same text', {
  tag: ['@SM31', '@SM32', '@SM33'],
}, async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.say('count to 600');
  await expect(simulator.agentMessages.last()).toContainText('5 6 7');
  await page.reload();
  await expect(simulator.stopButton).toBeVisible();
  await expect(simulator.yourMessages).toHaveCount(1);
  await expect(simulator.agentMessages.last()).toContainText('5 6 7');
  await expect(simulator.stopButton).toBeVisible();
  await expect(simulator.agentMessages.last()).toContainText('598 599 600', { timeout: 30_000 });
  await expect(simulator.lastTurn).toContainText('Turn finished');
  const runs = await api.get<unknown[]>(lettaPath(`/runs/?agent_id=${agent.id}`));
  expect(runs).toHaveLength(1);
});

test('speaking as the system, and an empty message', { tag: ['@SM4', '@SM48'] }, async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await expect(simulator.sendButton).toHaveAttribute('aria-disabled', 'true');
  await simulator.composer.press('Enter');
  await expect(simulator.yourMessages).toHaveCount(0);
  await simulator.panel.getByRole('combobox', { name: 'Send as' }).selectOption('system');
  await simulator.sayAndWait('The power is back.');
  await expect(simulator.panel.getByRole('button', { name: /System message The power is back/ })).toBeVisible();
});

test('older messages load while one scrolls up, and the view stays where it is', { tag: ['@SM2', '@SM1'] }, async ({
  page,
  api,
  provider,
}) => {
  test.slow();
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('message', [{ text: 'answer' }]);
  for (let index = 1; index <= 45; index += 1) {
    await api.post(lettaPath(`/agents/${agent.id}/messages`), {
      messages: [{ role: 'user', content: `message ${index}` }],
    });
  }
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await expect(simulator.yourMessages.last()).toContainText('message 45');
  await expect(simulator.panel.getByText('message 1', { exact: true })).toHaveCount(0);
  await simulator.transcript.focus();
  const first = simulator.panel.getByText('message 1', { exact: true });
  await expect(async () => {
    await page.keyboard.press('Home');
    await expect(first).toBeVisible({ timeout: 500 });
  }).toPass();
  await simulator.panel.getByRole('button', { name: 'Latest' }).click();
  await expect(simulator.yourMessages.last()).toContainText('message 45');
});

test('a send that fails keeps the text, and so does a reload', { tag: ['@SM3'] }, async ({
  page,
  startAde,
  allowStatuses,
}) => {
  allowStatuses(['network', 502, 404]);
  const ade = await startAde();
  await page.goto(ade.url);
  await page.getByRole('button', { name: 'Start companion' }).click();
  const simulator = simulatorOf(page);
  await simulator.composer.fill('precious words');
  await page.reload();
  await expect(simulator.composer).toHaveValue('precious words');
  await ade.stop();
  await simulator.composer.press('Enter');
  await expect(simulator.panel.getByText('Letta ADE does not answer').first()).toBeVisible();
  await expect(simulator.composer).toHaveValue('precious words');
  await ade.start();
  await simulator.sendButton.click();
  await expect(simulator.lastTurn).toContainText('Turn finished');
  await expect(simulator.composer).toHaveValue('');
});

test('what is typed before the page is alive stays, behind what was written before', { tag: ['@SM3'] }, async ({
  page,
  api,
}) => {
  const agent = await makeAgent(api, {});
  const { composer } = simulatorOf(page);
  const search = page.getByRole('searchbox', { name: 'Search agents by name' });
  /** Types into a page whose scripts have not come yet, then lets them come. */
  const typeEarly = async (path: string, box: Locator, text: string) => {
    const typed = Promise.withResolvers<void>();
    await page.route(/\.js(\?|$)/, (route) => typed.promise.then(() => route.continue()));
    await page.goto(path, { waitUntil: 'commit' });
    await box.fill(text);
    typed.resolve();
  };
  await typeEarly(`/servers/embedded/agents/${agent.id}`, composer, 'early words');
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeEnabled();
  await expect(composer).toHaveValue('early words');
  await typeEarly(`/servers/embedded/agents/${agent.id}`, composer, 'and more');
  await expect(composer).toHaveValue('early words\nand more');
  await typeEarly('/servers/embedded/agents', search, 'nobody of this name');
  await expect(page.getByText('No agent matches')).toBeVisible();
});

test('kill -9 during a turn: nothing acknowledged is lost and the page recovers', { tag: ['@SM33'] }, async ({
  page,
  startAde,
  allowStatuses,
}) => {
  allowStatuses(['network', 410]);
  const ade = await startAde();
  await page.goto(ade.url);
  await page.getByRole('button', { name: 'Start companion' }).click();
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('My name is Ada');
  await simulator.say('count to 400');
  await expect(simulator.agentMessages.last()).toContainText('58 59 60');
  await ade.kill9();
  await expect(simulator.panel.getByText('Interrupted, not finished.')).toBeVisible();
  await expect(simulator.agentMessages.last()).toContainText('8 9 10');
  await ade.start();
  await simulator.panel.getByRole('button', { name: 'Check again' }).click();
  await expect(simulator.panel.getByText('Interrupted, not finished.')).toBeHidden();
  await expect(simulator.yourMessages.last()).toContainText('count to 400');
  await expect(simulator.agentMessages.last()).toContainText('8 9 10');
  await page.reload();
  await expect(simulator.agentMessages.last()).toContainText('8 9 10');
  await expect(memoryOf(page).block('human').card).toContainText('Name: Ada');
  // How the turns before ended is known a moment after what was said in them.
  await expect(simulator.turnEnds).toHaveCount(2);
  await simulator.sayAndWait('count to 3');
  await expect(simulator.agentMessages.last()).toContainText('1 2 3');
});

test('hostile text stays text, and loads nothing', { tag: ['@SM1'] }, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL });
  const text =
    '<img src=x onerror="window.__pwned=1"> ![pixel](https://evil.test/p.png) [click](javascript:window.__pwned=1) **bold** <script>window.__pwned=1</script>';
  provider.script('show', [{ text }]);
  const left: string[] = [];
  page.on('request', (request) => {
    if (
      !request.url().startsWith('http://localhost') &&
      !request.url().startsWith('http://127.0.0.1') &&
      !request.url().startsWith('data:')
    )
      left.push(request.url());
  });
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('show me');
  await expect(simulator.agentMessages.last().getByText('bold')).toBeVisible();
  await expect(simulator.agentMessages.last().getByRole('link')).toHaveCount(0);
  await expect(simulator.agentMessages.last().getByText('pixel')).toBeVisible();
  expect(left).toEqual([]);
  expect(await page.evaluate(() => '__pwned' in window)).toBe(false);
});

test('emoji and right-to-left text survive the round trip', { tag: ['@SM1'] }, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL });
  const text = 'שלום 👩‍👩‍👧 e\u0301 𝒜 \u200fمرحبا';
  provider.script('שלום', [{ text, tokenSize: 1 }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.sayAndWait(text);
  await expect(simulator.yourMessages.last()).toContainText(text);
  await expect(simulator.agentMessages.last()).toContainText('👩‍👩‍👧 e\u0301 𝒜');
});

/** Collects every text the newest agent message ever showed: a look now and then could miss the stages of a stream. */
async function watchGrowth(page: Page): Promise<() => Promise<string[]>> {
  const texts = await page.evaluateHandle(() => {
    const seen = new Set<string>();
    const look = () => {
      const newest = [...document.querySelectorAll('article[aria-label="Agent message"]')].at(-1);
      if (newest?.textContent) seen.add(newest.textContent);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    return seen;
  });
  return () => texts.evaluate((seen) => [...seen]);
}
