import { lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ withProvider: true, permissions: ['clipboard-read', 'clipboard-write'] });

const MODEL = 'openai-proxy/scripted-1';
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

test('messages wait in line while the agent works; they can be changed and taken back', { tag: ['@SM3'] }, async ({
  page,
  api,
  provider,
}) => {
  const agent = await makeAgent(api, { model: MODEL });
  const free = Promise.withResolvers<void>();
  provider.script('first', [{ until: free.promise, text: 'One.' }]);
  provider.script('second', [{ text: 'Two.' }]);
  provider.script('third', [{ text: 'Three.' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.say('the first');
  await expect(simulator.queueButton).toBeVisible();
  for (const text of ['the second', 'wrong', 'the third']) await simulator.say(text);
  const waiting = simulator.queue.getByRole('listitem');
  await expect(waiting).toHaveText([/the second/, /wrong/, /the third/]);
  await waiting.nth(1).getByRole('button', { name: 'Edit queued message' }).click();
  await expect(simulator.composer).toHaveValue('wrong');
  await simulator.composer.fill('');
  await axe(page);
  await page.reload();
  await expect(waiting).toHaveText([/the second/, /the third/]);
  free.resolve();
  await expect(simulator.agentMessages).toHaveText([/One\./, /Two\./, /Three\./]);
  await expect(simulator.queue).toBeHidden();
  await expect(simulator.yourMessages).toHaveCount(3);
});

test('after a turn that was stopped, what waits is held', { tag: ['@SM30'] }, async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.say('count to 500');
  await simulator.say('count to 3');
  await expect(simulator.queue).toContainText('count to 3');
  await expect(simulator.agentMessages.last()).toContainText('10 11 12');
  await simulator.stopButton.click();
  await expect(simulator.queue).toContainText('Held');
  await simulator.queue.getByRole('button', { name: 'Send the first now' }).click();
  await expect(simulator.agentMessages.last()).toContainText('1 2 3');
});

test('arrow up recalls what was said', { tag: ['@SM3'] }, async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('count to 2');
  await simulator.sayAndWait('count to 3');
  await simulator.composer.press('ArrowUp');
  await expect(simulator.composer).toHaveValue('count to 3');
  await simulator.composer.press('ArrowUp');
  await expect(simulator.composer).toHaveValue('count to 2');
  await simulator.composer.press('ArrowDown');
  await simulator.composer.press('ArrowDown');
  await expect(simulator.composer).toHaveValue('');
});

test('images by picking, pasting and address go to the model and stay in the transcript', {
  tag: ['@SM22', '@SM23'],
}, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('what is this', [{ text: 'A pixel.' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const file = { name: 'pixel.png', mimeType: 'image/png', buffer: Buffer.from(PIXEL, 'base64') };
  await page.getByLabel('Choose images').setInputFiles(file);
  await expect(simulator.attached.getByRole('listitem')).toHaveCount(1);
  await expect(simulator.panel).toContainText('A model that cannot see gets a note in their place');
  await page.getByLabel('Choose images').setInputFiles({ ...file, name: 'notes.txt', mimeType: 'text/plain' });
  await expect(simulator.panel.getByRole('alert')).toContainText('notes.txt is not a PNG');
  await simulator.composer.focus();
  await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 2;
    canvas.getContext('2d')?.fillRect(0, 0, 2, 2);
    const { promise, resolve } = Promise.withResolvers<Blob | null>();
    canvas.toBlob(resolve);
    const blob = await promise;
    if (blob) await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
  });
  await page.keyboard.press('Control+V');
  await expect(simulator.attached.getByRole('listitem')).toHaveCount(2);
  const options = await simulator.options();
  await options.getByRole('textbox', { name: 'Attach an image by its address' }).fill('https://example.com/cat.png');
  await options.getByRole('button', { name: 'Attach' }).click();
  await options.getByRole('button', { name: 'Done' }).click();
  await expect(simulator.attached.getByRole('listitem')).toHaveCount(3);
  await simulator.sayAndWait('what is this?');
  await expect(simulator.agentMessages.last()).toContainText('A pixel.');
  const images = simulator.yourMessages.last().getByRole('list', { name: 'Images' });
  await expect(images.getByRole('img', { name: 'Attached 1' })).toBeVisible();
  await expect(images).toContainText('https://example.com/cat.png');
  const sent = JSON.stringify(provider.requests().at(-1));
  expect(sent).toContain(PIXEL);
  expect(sent).toContain('https://example.com/cat.png');
  await page.reload();
  await expect(images.getByRole('img', { name: 'Attached 1' })).toBeVisible();
  await axe(page);
});

test('model for one message, step limit, sender and types are sent, named, and kept', {
  tag: ['@SM40', '@SM41', '@SM42', '@SM43'],
}, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: 'demo/scripted' });
  provider.script('hello', [{ reasoning: 'Hm.', text: 'From the other model.' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const options = await simulator.options();
  await options.getByRole('combobox', { name: 'Model for these messages' }).selectOption(MODEL);
  await options.getByRole('textbox', { name: 'Most steps' }).fill('x');
  await expect(options.getByRole('alert')).toContainText('whole number');
  await options.getByRole('textbox', { name: 'Most steps' }).fill('3');
  await options.getByRole('textbox', { name: 'Sender identity' }).fill('identity-11111111-1111-4111-8111-111111111111');
  await options.getByRole('checkbox', { name: 'assistant_message' }).check();
  await axe(page);
  await options.getByRole('button', { name: 'Done' }).click();
  for (const words of [MODEL, 'at most 3 steps', '1 message types']) await expect(simulator.panel).toContainText(words);
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/messages'));
  await simulator.sayAndWait('hello');
  expect((await sent).postDataJSON()).toMatchObject({
    max_steps: 3,
    override_model: MODEL,
    include_return_message_types: ['assistant_message'],
    messages: [{ sender_id: 'identity-11111111-1111-4111-8111-111111111111' }],
  });
  await expect(simulator.agentMessages.last()).toContainText('From the other model.');
  await expect(simulator.yourMessages.last()).toContainText('identity-11111111');
  expect(await api.get(lettaPath(`/agents/${agent.id}`))).toMatchObject({ model: 'demo/scripted' });
  await page.reload();
  await expect(simulator.panel).toContainText('at most 3 steps');
});

test('a message as code, with the options that are set', { tag: ['@SM47', '@CF33'] }, async ({ page, api }) => {
  const agent = await makeAgent(api, { model: MODEL });
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const options = await simulator.options();
  await options.getByRole('textbox', { name: 'Most steps' }).fill('3');
  await options.getByRole('button', { name: 'Done' }).click();
  await simulator.composer.fill("It's me");
  await simulator.panel.getByRole('button', { name: 'Send this message, as code' }).click();
  const code = page.getByRole('dialog', { name: 'Send this message, as code' });
  await expect(code).toContainText(`/v1/agents/${agent.id}/messages`);
  await expect(code).toContainText('"max_steps": 3');
  await code.getByRole('tab', { name: 'TypeScript' }).click();
  await expect(code).toContainText('client.agents.messages.create');
  await axe(page);
});

test('speaking as the assistant', { tag: ['@SM5'] }, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('hello', [{ text: 'Hi.' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('hello');
  await simulator.sendAs.selectOption('assistant');
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/messages'));
  await simulator.say('I was always called Bob.');
  expect((await sent).postDataJSON()).toMatchObject({ messages: [{ role: 'assistant' }] });
  await expect(simulator.agentMessages.filter({ hasText: 'always called Bob' })).toHaveCount(1);
});

test('step by step: each message comes whole', { tag: ['@SM7'] }, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('hello', [{ text: 'One two three.', tokensPerSecond: 400 }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const options = await simulator.options();
  await options.getByRole('combobox', { name: 'How the answer comes' }).selectOption('steps');
  await options.getByRole('button', { name: 'Done' }).click();
  await expect(simulator.panel).toContainText('step by step');
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/messages'));
  await simulator.sayAndWait('hello');
  expect((await sent).postDataJSON()).toMatchObject({ streaming: true, stream_tokens: false });
  await expect(simulator.agentMessages).toHaveText(/One two three\./);
});

test('answer later: sent and left alone, the page follows the run', { tag: ['@SM34'] }, async ({
  page,
  api,
  provider,
}) => {
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('hello', [{ text: 'One two three.' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const options = await simulator.options();
  await options.getByRole('combobox', { name: 'How the answer comes' }).selectOption('later');
  await expect(options.getByText('The built-in server calls no addresses.')).toBeVisible();
  await axe(page);
  await options.getByRole('button', { name: 'Done' }).click();
  await expect(simulator.panel).toContainText('answer later');
  const answer = page.waitForResponse((response) => response.url().endsWith('/messages/async'));
  await simulator.sayAndWait('hello');
  expect(await (await answer).json()).toMatchObject({ status: 'created', background: true });
  await expect(simulator.agentMessages).toHaveText(/One two three\./);
  await expect(simulator.yourMessages).toHaveCount(1);
});

test('a model that thinks for long: the time is shown, and Stop works', { tag: ['@SM35', '@SM30'] }, async ({
  page,
  api,
  provider,
}) => {
  const agent = await makeAgent(api, { model: MODEL });
  const answer = Promise.withResolvers<void>();
  provider.script('think', [{ text: 'At last.', until: answer.promise }]);
  await page.clock.install();
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.say('think about it');
  await expect(simulator.panel.getByText('The agent is working…')).toBeVisible();
  await page.clock.fastForward(62_000);
  await expect(simulator.panel.getByRole('timer')).toContainText('1 min');
  await simulator.stopButton.click();
  await expect(simulator.lastTurn).toContainText('Turn stopped');
  answer.resolve();
});
