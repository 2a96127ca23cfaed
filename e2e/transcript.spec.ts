import { readFile } from 'node:fs/promises';
import { LAST_WORDS, makeHistory } from '#scripts/bench/make-history.ts';
import { lettaPath } from './ade-api.ts';
import { makeAgent, makeDiceTool, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ withProvider: true, permissions: ['clipboard-read', 'clipboard-write'] });

const MODEL = 'openai-proxy/scripted-1';
/** Texts included, of the whole page. */
const MOST_NODES = 3_000;

test('simple, detailed, raw: each shows more of what happened', { tag: ['@SM1', '@SM8', '@SM16'] }, async ({
  page,
  api,
  provider,
}) => {
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('hello', [{ reasoning: 'A greeting.', text: 'Hello to you.' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('hello');
  const reasoning = simulator.panel.getByRole('button', { name: /^Reasoning/ });
  await expect(reasoning).toContainText('native');
  await simulator.density.selectOption('simple');
  await expect(reasoning).toBeHidden();
  await expect(simulator.agentMessages).toHaveCount(1);
  await simulator.density.selectOption('raw');
  await expect(simulator.panel.getByRole('button', { name: /^assistant_message/ })).toBeVisible();
  await page.reload();
  await simulator.panel.getByRole('button', { name: /^assistant_message/ }).click();
  await expect(simulator.panel.getByText('"message_type": "assistant_message"').first()).toBeVisible();
  await axe(page);
});

test('copy a message as text and as JSON, see its ids', { tag: ['@SM16'] }, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('hello', [{ text: '**Hello** to you.' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('hello');
  const message = simulator.agentMessages.last();
  await message.hover();
  await message.getByRole('button', { name: 'Copy text' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('**Hello** to you.');
  await simulator.act(message, 'Copy as JSON');
  const readClipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(readClipboard).toContain('"message_type"');
  const json = JSON.parse(await readClipboard());
  expect(json).toMatchObject({ message_type: 'assistant_message', content: '**Hello** to you.' });
  await simulator.act(message, 'Details…');
  const dialog = page.getByRole('dialog', { name: 'Message details' });
  await expect(dialog).toContainText(json.id);
  await expect(dialog).toContainText(json.run_id);
  await axe(page);
});

test('find in the conversation, older messages too', { tag: ['@SM20'] }, async ({ page, api, provider }) => {
  test.slow();
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('needle', [{ text: 'found it' }]);
  provider.script('message', [{ text: 'answer' }]);
  await api.post(lettaPath(`/agents/${agent.id}/messages`), { input: 'a needle in the hay' });
  for (let index = 1; index <= 60; index += 1) {
    await api.post(lettaPath(`/agents/${agent.id}/messages`), { input: `message ${index}` });
  }
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await expect(simulator.yourMessages.last()).toContainText('message 60');
  await page.keyboard.press('Control+Shift+f');
  await simulator.find.getByRole('searchbox').fill('needle');
  await expect(simulator.find).toContainText('Nothing found in what is loaded');
  await simulator.find.getByRole('button', { name: 'Look in older messages' }).click();
  await expect(simulator.find).toContainText('1 found');
  await simulator.find.getByRole('searchbox').press('Enter');
  await expect(simulator.panel.getByText('a needle in the hay')).toBeVisible();
  await axe(page);
  await page.keyboard.press('Escape');
  await expect(simulator.find).toBeHidden();
});

test('a history of 10,000 messages: a window of them is drawn, from the last to the first', {
  tag: ['@R19'],
}, async ({ page, api }) => {
  const agent = await makeAgent(api);
  const history = makeHistory(10_000);
  await page.route(/\/messages\?/, async (route) => {
    const isNewest = !new URL(route.request().url()).searchParams.has('before');
    await route.fulfill({ json: isNewest ? history : [] });
  });
  await page.route(/\/runs\/run-bench/, (route) => route.fulfill({ json: { status: 'completed' } }));
  await openAgent(page, agent.id);
  const { transcript } = simulatorOf(page);
  const countNodes = () =>
    page.evaluate(() => {
      const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
      let count = 1;
      while (walker.nextNode()) count += 1;
      return count;
    });
  await expect(transcript.getByText(LAST_WORDS)).toBeVisible();
  expect(await countNodes()).toBeLessThanOrEqual(MOST_NODES);
  const first = transcript.getByText('Question 0.');
  await expect(async () => {
    await transcript.evaluate((element) => element.scrollTo(0, 0));
    await expect(first).toBeVisible({ timeout: 500 });
  }).toPass();
  expect(await countNodes()).toBeLessThanOrEqual(MOST_NODES);
});

test('export the whole transcript', { tag: ['@SM52'] }, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL, name: 'Ada' });
  provider.script('message', [{ reasoning: 'Easy.', text: 'answer' }]);
  for (let index = 1; index <= 60; index += 1) {
    await api.post(lettaPath(`/agents/${agent.id}/messages`), { input: `message ${index}` });
  }
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  for (const [item, name, first] of [
    ['Export as Markdown…', 'Ada.md', 'message 1\n'],
    ['Export as JSON…', 'Ada.json', '"message 1"'],
  ] as const) {
    await simulator.panel.getByRole('button', { name: 'Transcript actions' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(name);
    const text = await readFile(await file.path(), 'utf8');
    expect(text).toContain(first);
    expect(text).toContain('message 60');
    expect(text).toContain('Easy.');
  }
});

test('a long return is cut, opens, and can be downloaded', { tag: ['@SM11'] }, async ({ page, api, provider }) => {
  test.slow();
  const source =
    'def speak(count: int) -> str:\n    """Speak.\n\n    Args:\n        count (int): How much.\n    """\n    return "line of text\\n" * count\n';
  const tool = await api.post<{ id: string }>(lettaPath('/tools/'), {
    source_code: source,
    return_char_limit: 1_000_000,
  });
  const agent = await makeAgent(api, { model: MODEL, toolIds: [tool.id] });
  provider.script('speak', [{ tools: [{ name: 'speak', arguments: { count: 60_000 } }] }, { text: 'Said.' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('speak up');
  await simulator.toolCall('speak').click();
  await expect(simulator.panel.getByText(/The first 64 KB of 7\d\d KB/)).toBeVisible();
  await simulator.panel.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'return of speak' })).toContainText('line of text');
  await page.keyboard.press('Escape');
  const download = page.waitForEvent('download');
  await simulator.panel.getByRole('button', { name: 'Download', exact: true }).click();
  expect((await download).suggestedFilename()).toBe('return of speak.txt');
});

test('messages of Letta itself are folded, and another agent is linked', {
  tag: ['@SM14', '@SM15', '@SM49', '@MA16'],
}, async ({ page, api }) => {
  const [agent, other] = [await makeAgent(api), await makeAgent(api, { name: 'Bob' })];
  const send = (role: string, content: string) =>
    api.post(lettaPath(`/agents/${agent.id}/messages`), { messages: [{ role, content }] });
  await send('user', JSON.stringify({ type: 'login', last_login: 'never', message: 'a login event' }));
  await send('user', JSON.stringify({ type: 'user_message', message: 'packed words' }));
  await send('system', `[Incoming message from agent with ID '${other.id}' - reply with a tool] packed hello`);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await expect(simulator.panel.getByRole('button', { name: /^Login/ })).toBeVisible();
  await expect(simulator.yourMessages).toHaveText([/packed words/]);
  await simulator.panel.getByRole('link', { name: 'The agent it came from' }).click();
  await expect(page).toHaveURL(new RegExp(other.id));
});

test('an answer in JSON is laid out', { tag: ['@SM50'] }, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('json', [{ text: '{"city":"Oslo","snow":true}' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('json please');
  await expect(simulator.agentMessages.last().getByRole('figure')).toContainText('"city": "Oslo"');
});

test('messages of failed steps are shown on demand', { tag: ['@SM17'] }, async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const asked = page.waitForRequest((request) => request.url().includes('include_err=true'));
  await simulator.panel.getByRole('button', { name: 'Transcript actions' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Show messages of failed steps' }).click();
  await asked;
  await expect(page).toHaveURL(/errors=true/);
  await expect(simulator.panel.getByRole('button', { name: 'Failed steps shown' })).toBeVisible();
});

test('empty the context window with the default opening messages', { tag: ['@SM36'] }, async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('hello');
  await simulator.panel.getByRole('button', { name: 'Empty the context window' }).click();
  await page.getByRole('checkbox', { name: 'Begin with the default opening messages' }).check();
  const sent = page.waitForRequest((request) => request.url().endsWith('/reset-messages'));
  await page.getByRole('alertdialog').getByRole('button', { name: 'Empty it' }).click();
  expect((await sent).postDataJSON()).toMatchObject({ add_default_initial_messages: true });
});

test('hidden reasoning says why it is empty, and a tool that returns an image shows it', {
  tag: ['@SM9', '@SM13'],
}, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL, toolIds: [await makeDiceTool(api)] });
  provider.script('roll', [{ tools: [{ name: 'roll_dice', arguments: { sides: 6 } }] }, { text: 'Done.' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('roll');
  // No model that can be scripted hides its reasoning, and no Python tool returns an image.
  await page.route('**/messages?**', async (route) => {
    const response = await route.fetch();
    const messages: Record<string, unknown>[] = await response.json();
    const first = messages.findIndex((message) => message['message_type'] === 'tool_call_message');
    const hidden = { ...messages[first], message_type: 'hidden_reasoning_message', tool_call: undefined };
    for (const message of messages) if (message['message_type'] === 'tool_return_message') addImage(message);
    messages.splice(first, 0, { ...hidden, state: 'redacted' }, { ...hidden, id: 'message-omitted', state: 'omitted' });
    await route.fulfill({ response, json: messages });
  });
  await page.reload();
  await expect(simulator.panel.getByText('The provider redacted its reasoning.')).toBeVisible();
  await expect(simulator.panel.getByText('The provider omitted its reasoning.')).toBeVisible();
  await simulator.toolCall('roll_dice').click();
  await expect(simulator.panel.getByText('A picture of dice')).toBeVisible();
  await expect(simulator.panel.getByRole('img', { name: 'Attached 1' })).toHaveJSProperty('naturalWidth', 1);
  await axe(page);
});

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

function addImage(message: Record<string, unknown>): void {
  const parts = [
    { type: 'text', text: 'A picture of dice' },
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } },
  ];
  message['tool_return'] = parts;
  message['tool_returns'] = (message['tool_returns'] as object[] | null)?.map((each) => ({
    ...each,
    tool_return: parts,
  }));
}
