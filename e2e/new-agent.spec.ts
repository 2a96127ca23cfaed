import type { Page } from '@playwright/test';
import { lettaPath } from './ade-api.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';

interface MadeAgent {
  id: string;
  agent_type: string;
  system: string;
  description: string;
  metadata: unknown;
  timezone: string;
  hidden: boolean;
  embedding: string | null;
  message_buffer_autoclear: boolean;
  max_files_open: number;
  per_file_view_window_char_limit: number;
  model_settings: Record<string, unknown>;
  response_format: unknown;
  llm_config: { context_window: number };
  compaction_settings: Record<string, unknown>;
  tags: string[];
  blocks: { label: string; value: string; limit: number; description: string; read_only: boolean }[];
  tools: { name: string }[];
  tool_rules: unknown[];
  secrets: { key: string; value: string }[];
}

/** The dialog that makes an agent, opened from the list. */
async function openNewAgent(page: Page, serverId = 'embedded', origin = '') {
  await page.goto(`${origin}/servers/${serverId}/agents`);
  await page.getByRole('button', { name: 'New agent' }).click();
  const dialog = page.getByRole('dialog', { name: 'New agent' });
  return {
    dialog,
    open: (section: string) => dialog.getByRole('button', { name: new RegExp(`^${section}`), expanded: false }).click(),
    field: (name: string) => dialog.getByRole('textbox', { name, exact: true }),
    choice: (name: string) => dialog.getByRole('combobox', { name, exact: true }),
    tick: (name: string | RegExp) => dialog.getByRole('checkbox', { name }),
    create: dialog.getByRole('button', { name: 'Create agent' }),
  };
}

test('an agent with everything it can be made of', {
  tag: [
    ...['@CR3', '@CR4', '@CR5', '@CR6', '@CR7', '@CR9', '@CR11', '@CR12', '@CR13', '@CR15', '@CR16', '@CR17'],
    ...['@CR18', '@CR19', '@CR22', '@CR23', '@CR24', '@CR25', '@CR26', '@CR27'],
  ],
}, async ({ page, api }) => {
  test.slow();
  const mark = `w${Date.now()}`;
  const shared = await api.post<{ id: string }>(lettaPath('/blocks/'), {
    label: `house-${mark}`,
    value: 'House rules',
  });
  const tool = await api.post<{ id: string; name: string }>(lettaPath('/tools/'), {
    source_code: `def ring_${mark}() -> str:\n    """Rings."""\n    return "ring"\n`,
  });
  const { dialog, open, field, choice, tick, create } = await openNewAgent(page);
  await field('Name').fill(`Whole ${mark}`);
  await field('Description').fill('Has it all');
  await dialog.getByRole('combobox', { name: 'Tags' }).fill(mark);
  await dialog.getByRole('combobox', { name: 'Tags' }).press('Enter');
  await choice('Embedding model').selectOption({ label: 'None' });

  await dialog.getByRole('button', { name: 'Add a block' }).click();
  await expect(create).toHaveAccessibleDescription('Give the block a label.');
  await field('Label of block 3').fill('project');
  await expect(dialog.getByText('Say what belongs in here: the agent knows only this of it.')).toBeVisible();
  await field('Description of block 3').fill('Where the project stands');
  await field('Limit of block 3, in characters').fill('4');
  await field('Value of block 3').fill('Just begun');
  await expect(dialog.getByText('The value has 10 characters, more than its limit.')).toBeVisible();
  await field('Limit of block 3, in characters').fill('400');
  await tick('Read-only for the agent').nth(2).check();
  await dialog.getByRole('searchbox', { name: 'Search blocks by name' }).fill(mark);
  await tick(new RegExp(`house-${mark}`)).check();

  await open('Tools');
  await dialog.getByRole('searchbox', { name: 'Search tools by name' }).fill(mark);
  await tick(new RegExp(tool.name)).check();
  await dialog.getByRole('combobox', { name: 'Tools by name' }).fill('archival_memory_search');
  await dialog.getByRole('combobox', { name: 'Tools by name' }).press('Enter');
  await tick('Base tools').uncheck();
  await expect(tick('Tools for messaging other agents')).toBeDisabled();
  await choice('Rules of the base tools').selectOption('Without them');
  await dialog.getByRole('button', { name: 'Add a rule' }).click();
  await expect(create).toHaveAccessibleDescription('A rule has no tool yet');
  await choice('Tool of rule 1').selectOption(tool.name);
  await axe(page);

  await open('Prompt and first messages');
  await field('System prompt').fill('You ring bells.');
  await choice('Agent type').selectOption('memgpt_v2_agent');
  await choice('First messages').selectOption('These');
  await dialog.getByRole('button', { name: 'Add a message' }).click();
  await expect(create).toHaveAccessibleDescription('Write the message, or remove it.');
  await field('Text of message 1').fill('Ring when I say so.');

  await open('Model settings');
  await dialog.getByRole('textbox', { name: 'Context window', exact: true }).fill('9000');
  await field('Most tokens of an answer').fill('777');
  await tick('Several tool calls at once').check();
  await dialog.getByRole('button', { name: 'JSON object' }).click();
  await open('Compaction');
  await choice('What is summarised').selectOption('all');
  await open('Variables');
  await dialog.getByRole('button', { name: 'Add a variable' }).click();
  await field('Name of variable 1').fill('TOKEN');
  await field('Value of variable 1').fill('canary-of-creation');
  await open('Data');
  await expect(dialog.getByText(/^Folders and files: the built-in server does not offer this/)).toBeVisible();
  await open('Advanced');
  await tick('Forget the messages after each turn').check();
  await tick('Hidden from lists').check();
  await expect(tick('Sleep-time agent')).toBeDisabled();
  await dialog.getByRole('combobox', { name: 'Time zone' }).fill('Europe/Rome');
  await field('Most files open at once').fill('3');
  await field('Characters seen of each open file').fill('4321');
  await field('Metadata').fill('{"team": "bells"}');
  await axe(page);

  await create.dblclick();
  await expect(page.getByRole('heading', { level: 1, name: `Whole ${mark}` })).toBeVisible();
  const relations = ['agent.blocks', 'agent.tools', 'agent.tags', 'agent.secrets'].map((each) => `include=${each}`);
  const found = await api.get<MadeAgent[]>(
    lettaPath(`/agents/?name=Whole%20${mark}&show_hidden_agents=true&${relations.join('&')}`),
  );
  expect(found).toHaveLength(1);
  const [made] = found as [MadeAgent];
  expect(made).toMatchObject({
    ...{ agent_type: 'memgpt_v2_agent', system: 'You ring bells.', description: 'Has it all', embedding: null },
    ...{ hidden: true, timezone: 'Europe/Rome', message_buffer_autoclear: true, max_files_open: 3 },
    ...{ per_file_view_window_char_limit: 4321, metadata: { team: 'bells' }, tags: [mark] },
    model_settings: { max_output_tokens: 777, parallel_tool_calls: true },
    ...{ response_format: { type: 'json_object' }, llm_config: { context_window: 9000 } },
    ...{ compaction_settings: { mode: 'all' }, tool_rules: [{ type: 'run_first', tool_name: tool.name }] },
  });
  expect(made.tools.map(({ name }) => name).sort()).toEqual(['archival_memory_search', tool.name].sort());
  expect(made.blocks.find(({ label }) => label === 'project')).toMatchObject({
    ...{ value: 'Just begun', limit: 400, description: 'Where the project stands', read_only: true },
  });
  expect(made.blocks.find(({ label }) => label === 'human')?.description).not.toBe('');
  expect(await api.get<MadeAgent[]>(lettaPath(`/blocks/${shared.id}/agents`))).toHaveLength(1);
  expect(made.secrets).toMatchObject([{ key: 'TOKEN' }]);
  const messages = await api.get<{ content: string }[]>(lettaPath(`/agents/${made.id}/messages?order=asc`));
  expect(messages.at(-1)?.content).toBe('Ring when I say so.');
});

test('what is entered for a new agent stays, but for its secrets; a starter fills in, and can be taken back', {
  tag: ['@CR2'],
}, async ({ page, api }) => {
  const mark = `d${Date.now()}`;
  const { dialog, open, field, choice, create } = await openNewAgent(page);
  await field('Name').fill(`Draft ${mark}`);
  await field('Value of block 2').fill('I am brief.');
  await open('Variables');
  await dialog.getByRole('button', { name: 'Add a variable' }).click();
  await field('Name of variable 1').fill('TOKEN');
  await field('Value of variable 1').fill('canary-not-kept');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.reload();
  await page.getByRole('button', { name: 'New agent' }).click();
  await expect(field('Name')).toHaveValue(`Draft ${mark}`);
  await expect(field('Value of block 2')).toHaveValue('I am brief.');
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('canary-not-kept');
  await choice('Start from').selectOption('Tool user');
  await expect(field('Name')).toHaveValue('Tool user');
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect(field('Name')).toHaveValue(`Draft ${mark}`);
  await dialog.getByRole('button', { name: 'Start over' }).click();
  await expect(field('Name')).toHaveValue('');
  await choice('Start from').selectOption('Tool user');
  await expect(choice('Start from').locator('option', { hasText: 'only Letta Cloud' })).toBeDisabled();
  await field('Name').fill(`Dice ${mark}`);
  await create.click();
  await expect(page.getByRole('heading', { level: 1, name: `Dice ${mark}` })).toBeVisible();
  const [made] = await api.get<MadeAgent[]>(lettaPath(`/agents/?name=Dice%20${mark}&include=agent.tools`));
  expect(made?.tools.map(({ name }) => name)).toContain('roll_dice');
});

test('what only other servers have is chosen there, and sent', {
  tag: ['@CR8', '@CR10', '@CR20', '@CR21'],
}, async ({ page, startWithRemote }) => {
  const { ade, remote, serverId } = await startWithRemote();
  const folder = { id: 'source-123e4567-e89b-42d3-8456-426614174000', name: 'handbook', description: 'How we work' };
  const listed = ['agents', 'folders', 'groups', 'identities'].map((name) => [`/v1/${name}/`, { get: {} }]);
  const document = { paths: Object.fromEntries(listed) };
  await remote.set({ canned: { '/openapi.json': document, '/v1/folders/': [folder] } });
  const { open, tick, dialog, field, choice, create } = await openNewAgent(page, serverId, ade.url);
  await choice('Model').selectOption('demo/scripted');
  await open('Tools');
  await tick('Tools for messaging other agents').check();
  await open('Data');
  await tick(/handbook/).check();
  await expect(dialog.getByRole('button', { name: 'Leave out handbook' })).toBeVisible();
  await open('Advanced');
  await tick('Sleep-time agent').check();
  await field('Identities, by id').fill('["identity-123e4567-e89b-42d3-8456-426614174000"]');
  await create.click();
  await expect(dialog).toBeHidden();
  const sent = (await remote.requests()).find(({ method, path }) => method === 'POST' && path === '/v1/agents/');
  expect(JSON.parse(sent?.body ?? '{}')).toMatchObject({
    include_multi_agent_tools: true,
    folder_ids: [folder.id],
    enable_sleeptime: true,
    identity_ids: ['identity-123e4567-e89b-42d3-8456-426614174000'],
  });
});

test('a reasoning model gets its effort and its limits; what the server refuses stays to be mended', {
  tag: ['@CR14', '@CR29'],
}, async ({ page, startWithRemote, allowStatuses }) => {
  allowStatuses([400, 404, 422]);
  const { ade, remote, serverId } = await startWithRemote();
  const model = { handle: 'openai/o-canned', name: 'o-canned', model: 'o-canned', provider_type: 'openai' };
  await remote.set({ canned: { '/v1/models/': [{ ...model, provider_name: 'openai', max_context_window: 400_000 }] } });
  const { open, dialog, field, choice, create } = await openNewAgent(page, serverId, ade.url);
  await field('Name').fill('Thinker');
  await open('Model settings');
  await field('Most tokens of an answer').fill('900');
  await choice('Reasoning effort').selectOption('high');
  await create.click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await expect(field('Name')).toHaveValue('Thinker');
  const sent = (await remote.requests()).find(({ method, path }) => method === 'POST' && path === '/v1/agents/');
  expect(JSON.parse(sent?.body ?? '{}')).toMatchObject({
    model: 'openai/o-canned',
    model_settings: { provider_type: 'openai', max_output_tokens: 900, reasoning: { reasoning_effort: 'high' } },
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a new agent on a phone: ${colorScheme}`, { tag: ['@CR1'] }, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    const { dialog, open, field, create } = await openNewAgent(page);
    await open('Tools');
    await open('Advanced');
    await axe(page);
    const width = await dialog.evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(width).toBe(0);
    const name = `Phone ${colorScheme} ${Date.now()}`;
    await field('Name').fill(name);
    await create.click();
    await expect(page).toHaveURL(/\/agents\/agent-/);
  });
}
