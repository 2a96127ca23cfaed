import { lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { configurationOf } from './panels/configuration.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ withProvider: true, permissions: ['clipboard-read', 'clipboard-write'] });

const MODEL = 'openai-proxy/scripted-1';

test('model settings: what will be sent is shown, drafts survive, only that is changed, and requests heed it', {
  tag: ['@CF12', '@CF13', '@CF14', '@CF17', '@CF19', '@CF31'],
}, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL });
  const before = await api.get<Record<string, unknown>>(lettaPath(`/agents/${agent.id}`));
  provider.script('hello', [{ text: 'Hello.' }]);
  await openAgent(page, agent.id);
  const form = await configurationOf(page).settings('Model settings');
  await form.getByRole('textbox', { name: 'Temperature' }).fill('7');
  await expect(form.getByText('Enter 2 or less.')).toBeVisible();
  await expect(form.getByRole('button', { name: 'Save', exact: true })).toHaveAttribute('aria-disabled', 'true');
  await form.getByRole('textbox', { name: 'Temperature' }).fill('0.25');
  await form.getByRole('textbox', { name: 'Most tokens of an answer' }).fill('777');
  await form.getByRole('textbox', { name: 'Context window' }).fill('16000');
  await form.getByRole('combobox', { name: 'Reasoning effort' }).selectOption('low');
  await form.getByRole('checkbox', { name: 'Several tool calls at once' }).check();
  const changes = form.getByRole('region', { name: 'What will be saved' });
  await expect(changes.getByRole('listitem')).toHaveCount(5);
  await expect(changes).toContainText('model_settings.temperature 1 → 0.25');
  await axe(page);
  await page.reload();
  await expect(form.getByRole('textbox', { name: 'Temperature' })).toHaveValue('0.25');
  await form.getByRole('button', { name: 'Save these settings, as code' }).click();
  await expect(page.getByRole('dialog')).toContainText('"temperature": 0.25');
  await page.keyboard.press('Escape');
  const sent = page.waitForRequest((request) => request.method() === 'PATCH');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  expect((await sent).postDataJSON()).toMatchObject({
    context_window_limit: 16_000,
    model_settings: { provider_type: 'openai', temperature: 0.25, max_output_tokens: 777, parallel_tool_calls: true },
  });
  await expect(form.getByRole('status')).toContainText('Saved.');
  await simulatorOf(page).sayAndWait('hello');
  expect(provider.requests().at(-1)).toMatchObject({ temperature: 0.25, parallel_tool_calls: true });
  const after = await api.get<Record<string, unknown>>(lettaPath(`/agents/${agent.id}`));
  for (const name of ['name', 'system', 'metadata', 'compaction_settings', 'response_format', 'tool_rules', 'timezone'])
    expect(after[name], name).toEqual(before[name]);
});

test('choosing a model: by search, by keyboard, by a handle that is not listed', {
  tag: ['@CF6', '@CF7', '@CF8', '@PR1'],
}, async ({ page, api, allowStatuses }) => {
  allowStatuses([404]);
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const configuration = configurationOf(page);
  await configuration.model.click();
  const dialog = page.getByRole('dialog', { name: 'Choose a model' });
  await expect(dialog.getByRole('list', { name: 'demo' })).toContainText('demo/scripted');
  await axe(page);
  await dialog.getByRole('searchbox').fill('scripted-1');
  await expect(dialog.getByRole('list', { name: 'Models' }).getByRole('button')).toHaveCount(1);
  await dialog.getByRole('list', { name: 'Models' }).getByRole('button').press('Enter');
  await expect(configuration.model).toContainText(MODEL);
  await expect(configuration.panel.getByText('The server changed this along with it:')).toBeVisible();
  await configuration.model.click();
  await dialog.getByRole('searchbox').fill('nobody/knows-it');
  await expect(dialog).toContainText('No listed model is like that');
  await dialog.getByRole('button', { name: 'Use nobody/knows-it' }).click();
  await expect(configuration.panel.getByRole('alert')).toBeVisible();
  await expect(configuration.model).toContainText(MODEL);
});

test('each kind of provider has its own settings', { tag: ['@CF15', '@CF16', '@CF18'] }, async ({ page, api }) => {
  const agent = await makeAgent(api, { model: MODEL });
  const path = lettaPath(`/agents/${agent.id}`);
  await api.patch(path, {
    model_settings: { provider_type: 'anthropic', thinking: { type: 'enabled', budget_tokens: 1_024 } },
  });
  await openAgent(page, agent.id);
  const form = await configurationOf(page).settings('Model settings');
  await form.getByRole('textbox', { name: 'Most tokens of thinking' }).fill('10');
  await expect(form.getByText('Enter 1,024 or more.')).toBeVisible();
  await form.getByRole('textbox', { name: 'Most tokens of thinking' }).fill('4096');
  await form.getByRole('combobox', { name: 'Verbosity' }).selectOption('low');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form.getByRole('status')).toContainText('Saved.');
  await form.getByRole('combobox', { name: 'Thinking' }).selectOption('disabled');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form.getByRole('region', { name: 'What will be saved' })).toBeHidden();
  expect(await api.get(path)).toMatchObject({
    model_settings: {
      provider_type: 'anthropic',
      thinking: { type: 'disabled', budget_tokens: 4_096 },
      verbosity: 'low',
    },
  });
});

test('response format and compaction settings', { tag: ['@CF20', '@CF30'] }, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('hello', [{ text: '{}' }]);
  await openAgent(page, agent.id);
  const configuration = configurationOf(page);
  const form = await configuration.settings('Model settings');
  const format = form.getByRole('textbox', { name: 'Response format' });
  await format.fill('{"type": "json_obj');
  await expect(form.getByText(/This is not JSON/)).toBeVisible();
  await form.getByRole('button', { name: 'JSON object' }).click();
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form.getByRole('status')).toContainText('Saved.');
  await simulatorOf(page).sayAndWait('hello');
  expect(provider.requests().at(-1)).toMatchObject({ response_format: { type: 'json_object' } });
  const compaction = await configuration.settings('Compaction');
  await compaction.getByRole('combobox', { name: 'What is summarised' }).selectOption('all');
  await compaction.getByRole('textbox', { name: 'Longest summary' }).fill('');
  await compaction.getByRole('textbox', { name: 'Prompt for the summary' }).fill('In one line.');
  await axe(page);
  await compaction.getByRole('button', { name: 'Save', exact: true }).click();
  // The server has a summary length of its own in place of none, and the page says so.
  await expect(compaction.getByRole('status')).toContainText('compaction_settings.clip_chars not set → 50000');
  expect(await api.get(lettaPath(`/agents/${agent.id}`))).toMatchObject({
    compaction_settings: { mode: 'all', prompt: 'In one line.', sliding_window_percentage: 0.3 },
  });
});

test('advanced settings, embedding, message ids, raw JSON and code', {
  tag: [
    '@CF10',
    '@CF11',
    '@CF21',
    '@CF22',
    '@CF23',
    '@CF24',
    '@CF25',
    '@CF26',
    '@CF27',
    '@CF28',
    '@CF29',
    '@CF32',
    '@CF5',
    '@CF33',
    '@CF34',
    '@PR13',
  ],
}, async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const { panel, settings } = configurationOf(page);
  const form = await settings('Advanced', 'Advanced settings');
  await expect(panel.getByText('letta_v1_agent')).toBeVisible();
  await expect(panel.getByText(/\d+ dimensions, pieces of 300 tokens/)).toBeVisible();
  await expect(form.getByRole('checkbox', { name: 'Sleep-time agent' })).toBeDisabled();
  await expect(form.getByText('Groups and sleep-time agents: the built-in server does not offer this.')).toBeVisible();
  await expect(form.getByText('Identities: the built-in server does not offer this.')).toBeVisible();
  await expect(panel.getByText('only Letta Cloud has them')).toBeVisible();
  await form.getByRole('checkbox', { name: 'Forget the messages after each turn' }).check();
  await form.getByRole('checkbox', { name: 'Hidden from lists' }).check();
  await form.getByRole('combobox', { name: 'Time zone' }).fill('Europe/Paris');
  await form.getByRole('textbox', { name: 'Most files open at once' }).fill('3');
  await form.getByRole('textbox', { name: 'Characters seen of each open file' }).fill('5000');
  await form.getByRole('textbox', { name: 'Metadata' }).fill('{"team": "blue"}');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form.getByRole('status')).toContainText('Saved.');
  expect(await api.get(lettaPath(`/agents/${agent.id}`))).toMatchObject({
    message_buffer_autoclear: true,
    hidden: true,
    timezone: 'Europe/Paris',
    max_files_open: 3,
    per_file_view_window_char_limit: 5_000,
    metadata: { team: 'blue' },
  });
  await panel.getByRole('button', { name: /^Messages in context: \d/ }).click();
  await expect(panel.getByRole('textbox', { name: 'Messages in context, by id' })).toHaveValue(/message-/);
  await axe(page);
  await panel.getByRole('button', { name: 'As code' }).click();
  const code = page.getByRole('dialog', { name: 'Read this agent, as code' });
  await code.getByRole('tab', { name: 'Python' }).click();
  await expect(code).toContainText(`client.agents.retrieve("${agent.id}")`);
  await axe(page);
  await page.keyboard.press('Escape');
  await panel.getByRole('button', { name: 'For other clients' }).click();
  await expect(page.getByRole('dialog')).toContainText('/v1/chat/completions');
  await page.keyboard.press('Escape');
  await panel.getByRole('button', { name: 'Raw JSON' }).click();
  const raw = page.getByRole('dialog', { name: 'The agent as the server tells it' });
  await raw.getByRole('button', { name: 'Copy JSON' }).click();
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as { id: string };
  expect(copied.id).toBe(agent.id);
});

test('two pages change different settings of one agent: neither undoes the other', { tag: ['@CF31'] }, async ({
  page,
  context,
  api,
}) => {
  const agent = await makeAgent(api, { model: MODEL });
  await openAgent(page, agent.id);
  const form = await configurationOf(page).settings('Model settings');
  await form.getByRole('textbox', { name: 'Temperature' }).fill('0.25');
  const { model_settings } = await api.get<{ model_settings: object }>(lettaPath(`/agents/${agent.id}`));
  await context.request.patch(new URL(lettaPath(`/agents/${agent.id}`), page.url()).href, {
    headers: { 'X-ADE': '1' },
    data: { model_settings: { ...model_settings, max_output_tokens: 99 } },
  });
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form.getByRole('status')).toContainText('Saved.');
  expect(await api.get(lettaPath(`/agents/${agent.id}`))).toMatchObject({
    model_settings: { temperature: 0.25, max_output_tokens: 99 },
  });
});

test('versions of the system prompt: kept, compared, put back', { tag: ['@CF9'] }, async ({ page, api }) => {
  const agent = await makeAgent(api);
  const path = lettaPath(`/agents/${agent.id}`);
  await openAgent(page, agent.id);
  await api.patch(path, { system: 'You are a pirate.' });
  await api.patch(path, { system: 'You are a sailor.' });
  await page.reload();
  const configuration = configurationOf(page);
  await configuration.openPrompt();
  await configuration.panel.getByRole('button', { name: 'Versions' }).click();
  const dialog = page.getByRole('dialog', { name: 'Versions of the system prompt' });
  const versions = dialog.getByRole('list', { name: 'Versions' }).getByRole('button');
  await expect(versions).toHaveCount(3);
  await expect(versions.nth(0)).toContainText('saved here');
  await expect(versions.nth(2)).toContainText('found');
  // A comparison that is left before it is worked out is no error.
  await versions.evaluateAll(async (buttons) => {
    for (let round = 0; round < 40; round++) {
      buttons[round % 3]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      await new Promise(requestAnimationFrame);
    }
  });
  await versions.nth(0).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(dialog.getByTestId('diff-editor')).toContainText('pirate');
  await expect(dialog.getByTestId('diff-editor')).toContainText('sailor');
  await axe(page);
  await dialog.getByRole('button', { name: 'Put it into the editor' }).click();
  await expect(configuration.panel.getByText('unsaved')).toBeVisible();
  await configuration.savePromptButton.click();
  await expect(configuration.panel.getByText('unsaved')).toBeHidden();
  expect(await api.get(path)).toMatchObject({ system: 'You are a pirate.' });
});

test('a conversation that runs with an older prompt is told, and brought up to date', {
  tag: ['@CF9'],
}, async ({ page, api }) => {
  const agent = await makeAgent(api);
  const conversation = await api.post<{ id: string }>(lettaPath(`/conversations/?agent_id=${agent.id}`), {});
  await api.patch(lettaPath(`/agents/${agent.id}`), { system: 'You are a pirate.' });
  await page.goto(`/servers/embedded/agents/${agent.id}?conversation=${conversation.id}`);
  const configuration = configurationOf(page);
  await configuration.openPrompt();
  const note = configuration.panel.getByText('The agent does not run with this prompt yet.');
  await expect(note).toBeVisible();
  await axe(page);
  await configuration.panel.getByRole('button', { name: 'Recompile' }).click();
  await expect(note).toBeHidden();
});
