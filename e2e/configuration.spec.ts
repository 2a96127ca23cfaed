import { lettaPath } from './ade-api.ts';
import { makeAgent, makeDiceTool, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { configurationOf } from './panels/configuration.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ withProvider: true, permissions: ['clipboard-read', 'clipboard-write'] });

test('name, description, tags and id', { tag: ['@CF1', '@CF2', '@CF3', '@CF4', '@AL13', '@AL15'] }, async ({
  page,
  api,
}) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const configuration = configurationOf(page);
  await configuration.name.fill('bad/name');
  await expect(
    configuration.panel.getByText('Use letters, digits, spaces, hyphens, underscores and apostrophes.'),
  ).toBeVisible();
  await configuration.name.fill('Samantha');
  await configuration.description.fill('Knows things');
  await configuration.saveButton.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Samantha' })).toBeVisible();
  await configuration.tags.fill('blue');
  await configuration.tags.press('Enter');
  await expect(configuration.panel.getByRole('button', { name: 'Remove blue' })).toBeVisible();
  await configuration.panel.getByRole('button', { name: 'Copy agent id' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(agent.id);
  await page.reload();
  await expect(configuration.name).toHaveValue('Samantha');
  await expect(configuration.description).toHaveValue('Knows things');
  await configuration.panel.getByRole('button', { name: 'Remove blue' }).click();
  await expect(configuration.panel.getByRole('button', { name: 'Remove blue' })).toBeHidden();
  await expect
    .poll(async () => (await api.get<{ tags: string[] }>(lettaPath(`/agents/${agent.id}?include=agent.tags`))).tags)
    .toEqual([]);
});

test('choose another model', { tag: ['@CF6'] }, async ({ page, api, provider }) => {
  const agent = await makeAgent(api);
  provider.script('who', [{ text: 'I am the scripted model.' }]);
  await openAgent(page, agent.id);
  await configurationOf(page).chooseModel('openai-proxy/scripted-1');
  await expect(configurationOf(page).panel.getByText('Context window 128k tokens.')).toBeVisible();
  await simulatorOf(page).sayAndWait('who are you');
  await expect(simulatorOf(page).agentMessages.last()).toContainText('I am the scripted model.');
});

test('the system prompt: counted, unsaved mark, revert, save, draft over a reload', { tag: ['@CF9', '@ST4'] }, async ({
  page,
  api,
}) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const configuration = configurationOf(page);
  await configuration.openPrompt();
  const editor = configuration.promptEditor;
  await editor.getByRole('textbox', { name: 'System prompt' }).waitFor({ state: 'attached' });
  await editor.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('You are a pirate.');
  await expect(configuration.panel.getByText('17 characters · ≈ 5 tokens')).toBeVisible();
  await expect(configuration.panel.getByText('unsaved')).toBeVisible();
  await page.reload();
  await expect(configuration.panel.getByText('17 characters · ≈ 5 tokens')).toBeVisible();
  await configuration.revertPromptButton.click();
  await expect(configuration.panel.getByText('unsaved')).toBeHidden();
  await editor.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('You are a sailor.');
  await configuration.savePromptButton.click();
  await expect(configuration.panel.getByText('unsaved')).toBeHidden();
  expect(await api.get(lettaPath(`/agents/${agent.id}`))).toMatchObject({ system: 'You are a sailor.' });
  await page.getByRole('button', { name: /^System prompt ≈/ }).click();
  await expect(page.getByRole('dialog', { name: 'System prompt' })).toContainText('You are a sailor.');
});

test('a prompt of 400 KB opens, is written on at its end, and is saved byte for byte', {
  tag: ['@R21', '@CF9'],
}, async ({ page, api }) => {
  const agent = await makeAgent(api);
  const line = 'You are careful, 日本語 and 👩‍👩‍👧 included, and one sentence is often enough.\n';
  const system = line.repeat(Math.ceil((400 * 1024) / Buffer.byteLength(line)));
  await api.patch(lettaPath(`/agents/${agent.id}`), { system });
  await openAgent(page, agent.id);
  const { openPrompt, promptEditor, savePromptButton, panel } = configurationOf(page);
  await openPrompt();
  await promptEditor.getByRole('textbox', { name: 'System prompt' }).waitFor({ state: 'attached' });
  await promptEditor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('Be brief.');
  await savePromptButton.click();
  await expect(panel.getByText('unsaved')).toBeHidden();
  const saved = await api.get<{ system: string }>(lettaPath(`/agents/${agent.id}`));
  expect(saved.system === `${system}Be brief.`, `${saved.system.length} characters of ${system.length + 9}`).toBe(true);
});

test('tools: list, source, attach from the library, detach', {
  tag: ['@TL1', '@TL2', '@TL6', '@TL7', '@ST5'],
}, async ({ page, api }) => {
  await makeDiceTool(api);
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const { panel, tools } = configurationOf(page);
  await expect(tools.getByRole('listitem')).toHaveCount(3);
  await panel.getByRole('button', { name: 'Attach a tool from the library' }).click();
  const library = page.getByRole('dialog', { name: 'Tool library' });
  await library.getByRole('searchbox').fill('roll');
  await library.getByRole('button', { name: 'Attach roll_dice' }).click();
  await expect(library.getByRole('button', { name: 'Detach roll_dice' })).toBeVisible();
  await axe(page);
  await page.keyboard.press('Escape');
  await expect(tools.getByRole('listitem')).toHaveCount(4);
  await tools.getByRole('button', { name: /^roll_dice/ }).click();
  const source = page.getByRole('dialog', { name: 'roll_dice' });
  await expect(source.getByText('rolling')).toBeVisible();
  await source.getByRole('tab', { name: 'Schema' }).click();
  await expect(source.getByText('"How many sides."')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Tool definitions ≈/ }).click();
  await expect(page.getByRole('dialog', { name: 'Tool definitions' })).toContainText('roll_dice');
  await page.keyboard.press('Escape');
  await tools.getByRole('button', { name: 'Actions for roll_dice' }).click();
  await page.getByRole('menuitem', { name: 'Detach' }).click();
  await expect(tools.getByRole('listitem')).toHaveCount(3);
});

test('write a Python tool: problems at their line, then it runs', { tag: ['@TL8'] }, async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const { panel, tools } = configurationOf(page);
  await panel.getByRole('button', { name: 'New tool' }).click();
  const dialog = page.getByRole('dialog', { name: 'New tool' });
  await expect(dialog.getByText('my_tool(text)')).toBeVisible();
  await dialog.getByTestId('code-editor').click();
  const write = async (source: string) => {
    await page.keyboard.press('Control+A');
    await page.evaluate((text) => navigator.clipboard.writeText(text), source);
    await page.keyboard.press('Control+V');
  };
  await write('def shout(text):\n    """Shout."""\n    return text.upper()\n');
  await expect(dialog.getByText("Line 1: Parameter 'text' in function 'shout' lacks a type annotation")).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Create and attach' })).toHaveAttribute('aria-disabled', 'true');
  await write(
    'def shout(text: str) -> str:\n    """Shout.\n\n    Args:\n        text (str): what\n    """\n    return text.upper()\n',
  );
  await expect(dialog.getByText('shout(text)')).toBeVisible();
  await dialog.getByRole('button', { name: 'Create and attach' }).click();
  await expect(page.getByRole('dialog', { name: 'shout' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(tools.getByText('shout')).toBeVisible();
  await simulatorOf(page).sayAndWait('use shout with text=hello');
  await expect(simulatorOf(page).agentMessages.last()).toContainText('HELLO');
});
