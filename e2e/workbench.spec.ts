import { lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { configurationOf } from './panels/configuration.ts';
import { simulatorOf } from './panels/simulator.ts';
import { workbenchOf } from './panels/workbench.ts';

test.use({ withProvider: true, permissions: ['clipboard-read', 'clipboard-write'] });

const MODEL = 'openai-proxy/scripted-1';
const GREET = `def greet(name: str, times: int = 1) -> str:
    """
    Greets somebody.

    Args:
        name (str): Who is greeted.
        times (int): How often.
    """
    print("greeting")
    return ", ".join([f"Hello {name}"] * times)
`;

test('write, fix, test, save a case, attach, see the agent call it, keep that call', {
  tag: ['@TL5', '@TL6', '@TL8', '@TL12', '@TL16', '@TL17'],
}, async ({ page, api, provider }) => {
  test.slow();
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('greet', [
    { tools: [{ name: 'greet', arguments: { name: 'Ada', times: 2 } }] },
    { text: 'I greeted her.' },
  ]);
  await openAgent(page, agent.id);
  const { panel, tools } = configurationOf(page);
  await panel.getByRole('button', { name: 'New tool' }).click();
  const dialog = page.getByRole('dialog', { name: 'New tool' });
  const bench = workbenchOf(page, dialog);
  await bench.write(GREET.replace('"""\n    Greets somebody.', '"""').replace('times: int', 'times'));
  await expect(dialog.getByText(/^Line 1: /)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Create and attach' })).toHaveAttribute('aria-disabled', 'true');
  await bench.write(GREET);
  await expect(dialog.getByText('greet(name, times?)')).toBeVisible();

  await bench.argument('name').fill('Bob');
  await bench.argument('times (optional)').pressSequentially('2');
  await bench.run.click();
  await expect(bench.result).toContainText('Hello Bob, Hello Bob');
  await expect(bench.result).toContainText('greeting');
  await axe(page);
  await dialog.getByRole('tab', { name: 'JSON' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Arguments as JSON' })).toHaveValue(/"times": 2/);
  await dialog.getByRole('button', { name: 'Save as a case' }).click();
  const caseDialog = page.getByRole('dialog', { name: 'A case of greet' });
  await caseDialog.getByRole('textbox', { name: 'Name' }).fill('Twice Bob');
  await axe(page);
  await caseDialog.getByRole('button', { name: 'Save the case' }).click();

  await dialog.getByRole('button', { name: 'Create and attach' }).click();
  await expect(page.getByRole('dialog', { name: 'greet' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(tools.getByRole('listitem')).toHaveCount(4);
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('greet Ada');
  await simulator.toolCall('greet').click();
  await simulator.panel.getByRole('button', { name: 'Save this call as a case' }).click();
  await caseDialog.getByRole('textbox', { name: 'Name' }).fill('As the agent called it');
  await caseDialog.getByRole('button', { name: 'Save the case' }).click();
  await expect(caseDialog).toBeHidden();

  await tools
    .getByRole('button', { name: /^greet/ })
    .first()
    .click();
  const saved = page.getByRole('dialog', { name: 'greet' });
  const again = workbenchOf(page, saved);
  await again.open('Cases');
  await expect(again.cases.getByRole('listitem')).toHaveCount(2);
  await saved.getByRole('button', { name: 'Run all' }).click();
  await expect(saved.getByText('2 passed, 0 failed')).toBeVisible();
  await again.write(GREET.replace('Hello', 'Hi'));
  await saved.getByRole('button', { name: 'Run all' }).click();
  await expect(saved.getByText('0 passed, 2 failed')).toBeVisible();
  await expect(again.caseRow('Twice Bob')).toContainText('It returned Hi Bob, Hi Bob');
  await axe(page);
});

test('the source that was not saved survives a reload; a second tab that saved first is told', {
  tag: ['@TL10', '@TL14', '@TL18', '@TL19', '@TL21'],
}, async ({ page, api }) => {
  const tool = await api.post<{ id: string }>(lettaPath('/tools/'), { source_code: GREET, source_type: 'python' });
  await page.goto(`/servers/embedded/tools/${tool.id}`);
  const bench = workbenchOf(page);
  await expect(page.getByRole('heading', { level: 1, name: 'greet' })).toBeVisible();
  await bench.write(GREET.replace('Hello', 'Welcome'));
  await bench.open('Settings');
  await page.getByRole('textbox', { name: 'Longest return' }).fill('0');
  await expect(page.getByText('Enter a whole number from 1 to 1,000,000.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Longest return' }).fill('1234');
  await page.getByRole('checkbox', { name: 'Ask a person before it runs' }).check();
  await page.getByRole('checkbox', { name: 'May run beside other calls' }).check();
  await page.getByRole('textbox', { name: 'Tags' }).fill('polite');
  await page.getByRole('textbox', { name: 'Tags' }).press('Enter');
  await axe(page);
  await page.reload();
  await expect(bench.editor).toContainText('Welcome');
  await api.patch(lettaPath(`/tools/${tool.id}`), { source_code: GREET.replace('Hello', 'Hey') });
  await page.reload();
  await expect(page.getByText('Somebody else saved this tool since you began.')).toBeVisible();
  await bench.saveAll();
  expect(await api.get(lettaPath(`/tools/${tool.id}`))).toMatchObject({
    source_code: GREET.replace('Hello', 'Welcome'),
    return_char_limit: 1_234,
    default_requires_approval: true,
    enable_parallel_execution: true,
    tags: ['polite'],
  });
  await bench.write(GREET.replace('def greet', 'def salute'));
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveAccessibleDescription(
    /A tool keeps its name/,
  );
});

test('what is typed while a save runs stays, as a draft of what was saved', { tag: ['@TL18'] }, async ({
  page,
  api,
}) => {
  const tool = await api.post<{ id: string }>(lettaPath('/tools/'), { source_code: GREET, source_type: 'python' });
  const held = Promise.withResolvers<void>();
  await page.route(`**/v1/tools/${tool.id}`, async (route) => {
    if (route.request().method() === 'PATCH') await held.promise;
    await route.continue();
  });
  await page.goto(`/servers/embedded/tools/${tool.id}`);
  const bench = workbenchOf(page);
  await bench.write(GREET.replace('Hello', 'First'));
  await bench.save.click();
  await bench.write(GREET.replace('Hello', 'Second'));
  held.resolve();
  await expect(bench.save).not.toHaveAttribute('aria-busy');
  await expect(bench.editor).toContainText('Second');
  await expect(page.getByText('Somebody else saved this tool since you began.')).toBeHidden();
  expect(await api.get(lettaPath(`/tools/${tool.id}`))).toMatchObject({ source_code: GREET.replace('Hello', 'First') });
  await bench.saveAll();
  expect(await api.get(lettaPath(`/tools/${tool.id}`))).toMatchObject({
    source_code: GREET.replace('Hello', 'Second'),
  });
});

test('a number is taken as it is typed, a mistake and all', { tag: ['@TL12'] }, async ({ page }) => {
  await page.goto('/servers/embedded/tools/new');
  const bench = workbenchOf(page);
  const docs = '"""Doubles.\n\n    Args:\n        toString (float): A number.\n    """';
  await bench.write(`def double(toString: float) -> float:\n    ${docs}\n    return toString * 2\n`);
  const number = bench.argument('toString');
  await expect(number).toHaveValue('');
  await number.pressSequentially('1.05');
  await expect(number).toHaveValue('1.05');
  await bench.run.click();
  await expect(bench.result).toContainText('2.1');
  await number.pressSequentially('x');
  await expect(page.getByText('Enter a number.')).toBeVisible();
  await number.press('Backspace');
  await expect(number).toHaveValue('1.05');
});

test('what goes wrong in a tool is told where it happens', { tag: ['@TL13', '@TL15'] }, async ({ page }) => {
  test.slow();
  await page.goto('/servers/embedded/tools/new');
  const bench = workbenchOf(page);
  const body = (lines: string) =>
    `def work(text: str) -> str:\n    """Works.\n\n    Args:\n        text (str): A text.\n    """\n${lines}\n`;
  await bench.write('def broken(:\n    pass\n');
  await expect(page.getByText(/^Line 1: /)).toBeVisible();
  await bench.write(body('    import os\n    raise ValueError(os.getenv("WHY"))'));
  await bench.argument('text').fill('x');
  await page.getByRole('button', { name: 'Add a variable' }).click();
  await page.getByRole('textbox', { name: 'Name of variable 1' }).fill('WHY');
  await page.getByRole('textbox', { name: 'Value of variable 1' }).fill('two\nlines');
  await bench.run.click();
  await expect(bench.result).toContainText('ValueError: two');
  await expect(bench.result).toContainText('Traceback');
  await bench.write(body('    while True:\n        pass'));
  await bench.run.click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText(/^Cancelled\./)).toBeVisible();
  await bench.write(body('    return "x" * (1024 ** 3)'));
  await bench.run.click();
  await expect(bench.result).toContainText('MemoryError', { timeout: 60_000 });
  await bench.write(body('    for _ in range(1000):\n        print("y" * 100000)\n    return "done"'));
  await bench.run.click();
  await expect(bench.result.getByText('error').or(bench.result.getByText('success')).first()).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText(/^Last tries \(\d\)/)).toBeVisible();
});

test('a name that is taken is told before the tool behind it is replaced', { tag: ['@TL9', '@TL27'] }, async ({
  page,
  api,
}) => {
  const tool = await api.post<{ id: string }>(lettaPath('/tools/'), { source_code: GREET, source_type: 'python' });
  await page.goto('/servers/embedded/tools/new');
  const bench = workbenchOf(page);
  await expect(page.getByText(/^Python tools are (sandboxed|not sandboxed)/)).toBeVisible();
  await bench.write(GREET.replace('Hello', 'Howdy'));
  await expect(page.getByText('There is a tool called greet.')).toBeVisible();
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/tools/${tool.id}$`));
  await expect(bench.editor).toContainText('Howdy');
});

test('a schema written by hand is kept; TypeScript is off on the built-in server', { tag: ['@TL17'] }, async ({
  page,
  api,
}) => {
  const tool = await api.post<{ id: string }>(lettaPath('/tools/'), { source_code: GREET, source_type: 'python' });
  await page.goto(`/servers/embedded/tools/${tool.id}`);
  const bench = workbenchOf(page);
  await bench.open('Schema');
  await page.getByRole('button', { name: 'Write it by hand' }).click();
  await page.getByTestId('code-editor').nth(1).click();
  await page.keyboard.press('Control+A');
  await page.evaluate(() =>
    navigator.clipboard.writeText(
      '{"name": "greet", "description": "Mine.", "parameters": {"type": "object", "properties": {"who": {"type": "string", "enum": ["Ada", "Bob"]}}}}',
    ),
  );
  await page.keyboard.press('Control+V');
  await bench.open('Test');
  await expect(page.getByRole('combobox', { name: 'who (optional)' })).toBeVisible();
  await bench.saveAll();
  expect(await api.get(lettaPath(`/tools/${tool.id}`))).toMatchObject({ json_schema: { description: 'Mine.' } });
  await bench.open('Settings');
  await expect(
    page.getByRole('combobox', { name: 'Language' }).locator('option', { hasText: 'TypeScript' }),
  ).toBeDisabled();
});

test('the library: search, kinds, what a base tool takes, who has a tool, delete, restore', {
  tag: ['@TL2', '@TL3', '@TL4', '@TL11', '@TL22', '@TL23', '@TL24'],
}, async ({ page, api }) => {
  // Other journeys leave tools of their own in the library.
  const name = `greet_${Date.now()}`;
  const source_code = GREET.replace('greet', name);
  const tool = await api.post<{ id: string }>(lettaPath('/tools/'), { source_code, source_type: 'python' });
  await makeAgent(api, { name: 'Polite', toolIds: [tool.id] });
  await page.goto('/servers/embedded/agents');
  await page.getByRole('link', { name: 'Tools' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tools' })).toBeVisible();
  const library = page.getByRole('list', { name: 'Tool library' });
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('custom');
  await expect(library).not.toContainText('conversation_search');
  await expect(library).toContainText(name);
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('');
  await page.getByRole('searchbox').fill('archival_memory_in');
  await expect(library.getByRole('listitem')).toHaveCount(1);
  await axe(page);
  await library.getByRole('button', { name: /^archival_memory_insert/ }).click();
  await expect(page.getByRole('table', { name: 'Arguments' })).toContainText('content');
  await page.goBack();
  await page.getByRole('searchbox').fill(name);
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('One agent loses it');
  await expect(page.getByRole('alertdialog')).toContainText('Polite');
  await axe(page);
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete tool' }).click();
  await expect(page.getByText('No tool matches')).toBeVisible();
  await page.getByRole('button', { name: "Restore Letta's own tools" }).click();
  await expect(page.getByText(/tools of Letta are in the library/)).toBeVisible();
});

test('approval for one agent, and rules with their picture', {
  tag: [
    '@TL20',
    '@TL30',
    '@TL31',
    '@TL32',
    '@TL33',
    '@TL34',
    '@TL35',
    '@TL36',
    '@TL37',
    '@TL38',
    '@TL39',
    '@TL40',
    '@TL41',
  ],
}, async ({ page, api }) => {
  const agent = await makeAgent(api);
  const rulesNow = async () =>
    (await api.get<{ tool_rules: { type: string; tool_name: string }[] }>(lettaPath(`/agents/${agent.id}`))).tool_rules;
  await openAgent(page, agent.id);
  const { panel, tools } = configurationOf(page);
  await tools.getByRole('button', { name: 'Actions for memory_insert' }).click();
  await page.getByRole('menuitemcheckbox', { name: /Ask before it runs/ }).click();
  await expect(tools.getByRole('listitem').filter({ hasText: 'memory_insert' })).toContainText('asks first');
  await panel.getByRole('button', { name: 'Tool rules' }).click();
  const dialog = page.getByRole('dialog', { name: 'Tool rules' });
  const rules = dialog.getByRole('list', { name: 'Rules', exact: true }).getByRole('listitem');
  await expect(rules).toHaveCount(1);
  for (const [type, fill] of [
    ['run_first', null],
    ['exit_loop', null],
    ['continue_loop', null],
    ['constrain_child_tools', 'memory_replace'],
    ['parent_last_tool', 'memory_replace'],
    ['conditional', null],
    ['max_count_per_step', null],
    ['required_before_exit', null],
  ] as const) {
    await dialog.getByRole('button', { name: 'Add a rule' }).click();
    const number = await rules.count();
    await dialog.getByRole('combobox', { name: `Tool of rule ${number}` }).selectOption('conversation_search');
    await dialog.getByRole('combobox', { name: `What rule ${number} says` }).selectOption(type);
    if (fill) {
      await dialog.getByRole('combobox', { name: `Tools of rule ${number}` }).fill(fill);
      await dialog.getByRole('combobox', { name: `Tools of rule ${number}` }).press('Enter');
    }
    if (type === 'conditional') {
      await dialog
        .getByRole('textbox', { name: `What follows which return in rule ${number}` })
        .pressSequentially('yes = memory_replace\nnone = memory_insert');
      await dialog.getByRole('combobox', { name: `Otherwise in rule ${number}` }).selectOption('memory_replace');
    }
    if (type === 'max_count_per_step') await dialog.getByRole('textbox', { name: `Limit of rule ${number}` }).fill('3');
  }
  await expect(rules).toHaveCount(9);
  await expect(
    dialog.getByRole('img', { name: /start first conversation_search.*= yes memory_replace.*= none memory_insert/ }),
  ).toBeVisible();
  await expect(dialog.getByText('Every turn begins with conversation_search.')).toBeVisible();
  await axe(page);
  await dialog.getByRole('button', { name: 'Save rules' }).click();
  await expect(dialog).toBeHidden();
  const saved = await rulesNow();
  expect(saved.filter((rule) => rule.tool_name === 'conversation_search').map((rule) => rule.type)).toEqual([
    ...['run_first', 'exit_loop', 'continue_loop', 'constrain_child_tools', 'parent_last_tool', 'conditional'],
    ...['max_count_per_step', 'required_before_exit'],
  ]);
  expect(saved).toContainEqual(expect.objectContaining({ type: 'requires_approval', tool_name: 'memory_insert' }));
});

test('variables: added with line breaks, masked, shown on demand, read by a tool, deleted', {
  tag: ['@TL15', '@TL16', '@TL28'],
}, async ({ page, api }) => {
  const source = `def reveal() -> str:\n    """Tells a variable."""\n    import os\n    return os.getenv("TOKEN", "none")\n`;
  const tool = await api.post<{ id: string }>(lettaPath('/tools/'), { source_code: source, source_type: 'python' });
  const agent = await makeAgent(api, { toolIds: [tool.id] });
  await openAgent(page, agent.id);
  const { panel, tools } = configurationOf(page);
  await panel.getByRole('button', { name: /^Variables/ }).click();
  await panel.getByRole('button', { name: 'Add a variable' }).last().click();
  const dialog = page.getByRole('dialog', { name: 'Add a variable' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('1BAD');
  await expect(dialog.getByText('Use letters, digits and underscores; no digit first.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('TOKEN');
  await dialog.getByRole('textbox', { name: 'Value' }).fill('canary-one\ncanary-two');
  await expect(dialog).toContainText('It has 2 lines, and is kept so.');
  await axe(page);
  await dialog.getByRole('button', { name: 'Add variable' }).click();
  const list = panel.getByRole('list', { name: 'Variables' });
  await expect(list).toContainText('TOKEN');
  await expect(list).not.toContainText('canary');
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('canary');
  await list.getByRole('button', { name: 'Show TOKEN' }).click();
  await expect(list).toContainText('canary-two');

  await tools
    .getByRole('button', { name: /^reveal/ })
    .first()
    .click();
  const bench = page.getByRole('dialog', { name: 'reveal' });
  await bench.getByRole('combobox', { name: 'Run with' }).selectOption('agent');
  await bench.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(bench.getByRole('region', { name: 'Result' })).toContainText('canary-two');
  await bench.getByRole('combobox', { name: 'Run with' }).selectOption('source');
  await bench.getByRole('button', { name: 'Add a variable' }).click();
  await bench.getByRole('textbox', { name: 'Name of variable 1' }).fill('OTHER');
  await bench.getByRole('textbox', { name: 'Value of variable 1' }).fill('value');
  await bench.getByRole('button', { name: "Copy into the agent's variables" }).click();
  await expect(page.getByText('The agent has OTHER now.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await list.getByRole('button', { name: 'Delete TOKEN' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete variable' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
});
