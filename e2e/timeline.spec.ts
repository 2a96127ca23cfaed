import { lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { memoryOf } from './panels/memory.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ withProvider: true });

const JSON_TYPE = { 'content-type': 'application/json' };
const MODEL = 'openai-proxy/scripted-1';
const insert = (text: string) => ({
  tools: [{ name: 'memory_insert', arguments: { label: 'human', new_string: text } }],
});

test('the timeline of a block: by tool, by hand, by another agent, with its diff; scrubbed and put back', {
  tag: ['@CM11', '@CM15'],
}, async ({ page, api, provider, allowStatuses }) => {
  test.slow();
  allowStatuses([500]);
  const agent = await makeAgent(api, { model: MODEL, human: 'Name: Sam' });
  const other = await makeAgent(api, { model: MODEL, name: 'Other' });
  const blocks = await api.get<{ id: string; label: string }[]>(lettaPath(`/agents/${agent.id}/core-memory/blocks`));
  const human = blocks.find((block) => block.label === 'human');
  const theirs = await api.get<{ id: string; label: string }[]>(lettaPath(`/agents/${other.id}/core-memory/blocks`));
  const own = theirs.find((block) => block.label === 'human');
  await api.patch(lettaPath(`/agents/${other.id}/core-memory/blocks/detach/${own?.id}`), {});
  await api.patch(lettaPath(`/agents/${other.id}/core-memory/blocks/attach/${human?.id}`), {});
  provider.script('tea', [insert('Likes tea.'), { text: 'Noted.' }]);
  provider.script('far', [insert('Lives far away.'), { text: 'Noted.' }]);
  await openAgent(page, agent.id);
  await simulatorOf(page).sayAndWait('I like tea');
  await api.post(lettaPath(`/agents/${other.id}/messages`), { input: 'far' });
  const block = memoryOf(page).block('human');
  await page.reload();
  await expect(block.card).toContainText('Lives far away.');
  await block.editButton.click();
  await block.editor.fill('Name: Sam Smith');
  await block.saveButton.click();
  const radius = page.getByRole('dialog', { name: 'Save human for 2 agents?' });
  await expect(radius.getByRole('checkbox', { name: 'Other' })).toBeChecked();
  await axe(page);
  await page.route(`**/agents/${other.id}/recompile`, (route) => route.fulfill({ status: 500, json: {} }));
  await radius.getByRole('button', { name: 'Save for all' }).click();
  await expect(radius).toBeHidden();
  const toast = page.getByRole('listitem').filter({ hasText: /^Saved, but not every prompt was compiled\./ });
  await toast.getByText('Details').click();
  await expect(toast).toContainText(/POST \/v1\/agents\/agent-[^/]+\/recompile/);
  await expect(toast.getByRole('button', { name: 'Copy as curl' })).toBeVisible();

  await block.chooseAction('History…');
  const dialog = page.getByRole('dialog', { name: 'History of human' });
  const values = dialog.getByRole('list', { name: 'Values, newest first' }).getByRole('button');
  await expect(values).toHaveText([
    /^Saved here/,
    /^Other changed it \(memory_insert\)/,
    /^Sam changed it \(memory_insert\)/,
    /^Made with this value/,
  ]);
  await values.nth(2).click();
  await expect(dialog.getByRole('region', { name: 'What changed' })).toContainText('Likes tea.');
  await axe(page);
  await dialog.getByRole('slider', { name: 'Move through time' }).press('Home');
  await expect(dialog.getByRole('region', { name: 'What changed' })).toContainText(
    'The first value this Letta ADE saw.',
  );
  await values.nth(1).click();
  await dialog.getByRole('button', { name: 'Put this value into the editor' }).click();
  await expect(block.editor).toHaveValue(/Lives far away\./);
  await block.card.getByRole('button', { name: 'Discard' }).click();

  await block.chooseAction('History…');
  await values.nth(2).click();
  await dialog.getByRole('button', { name: 'Open its run' }).click();
  await expect(page).toHaveURL(/run=run-/);
});

test('a day on another server: every change is in the timeline once, with its cause, also what came while it was closed', {
  tag: ['@CM13', '@CM15'],
}, async ({ page, startWithRemote }) => {
  test.slow();
  const { ade, remote, api, serverId } = await startWithRemote();
  const agent = await makeAgent(api, { serverId, human: 'Name: Sam' });
  const other = await makeAgent(api, { serverId, name: 'Other' });
  const [human, theirs] = [agent, other].map(({ blocks }) => blocks.find(({ label }) => label === 'human')?.id);
  for (const path of [`detach/${theirs}`, `attach/${human}`])
    await api.patch(lettaPath(`/agents/${other.id}/core-memory/blocks/${path}`, serverId), {});
  await page.goto(`${ade.url}/servers/${serverId}/agents/${agent.id}`);
  const block = memoryOf(page).block('human');
  await expect(block.card).toContainText('Name: Sam');
  await simulatorOf(page).sayAndWait('I like tea');
  await expect(block.card).toContainText('tea');
  for (let turn = 0; turn < 3; turn += 1) await simulatorOf(page).sayAndWait(`count to ${turn + 2}`);
  await api.post(lettaPath(`/agents/${other.id}/messages`, serverId), { input: 'I work as a baker' });
  await page.reload();
  await expect(block.card).toContainText('baker');
  await block.editButton.click();
  await block.editor.fill('Name: Sam Smith');
  await block.saveButton.click();
  const affected = page.getByRole('dialog', { name: 'Save human for 2 agents?' });
  await affected.getByRole('button', { name: /^Save/ }).click();
  // What is behind a dialog is hidden, too.
  await expect(affected).toBeHidden();
  await expect(block.editor).toBeHidden();
  await page.goto('about:blank');
  await ade.stop();
  const changed = JSON.stringify({ value: 'Name: Samantha' });
  await remote.fetch(`/v1/blocks/${human}`, { method: 'PATCH', body: changed, headers: JSON_TYPE });
  await ade.start();
  await page.goto(`${ade.url}/servers/${serverId}/blocks`);
  await page.getByRole('button', { name: /^human.*Name: Samantha/ }).click();
  const library = page.getByRole('dialog', { name: 'Block human' });
  await library.getByRole('textbox', { name: 'Value' }).fill('Name: Sam again');
  await library.getByRole('button', { name: 'Save block' }).click();
  await expect(library).toBeHidden();

  await page.goto(`${ade.url}/servers/${serverId}/agents/${agent.id}`);
  await block.chooseAction('History…');
  const dialog = page.getByRole('dialog', { name: 'History of human' });
  const values = dialog.getByRole('list', { name: 'Values, newest first' }).getByRole('button');
  await expect(values).toHaveText([
    /^Saved here/,
    /^Found so/,
    /^Saved here/,
    /^Found so/,
    /^The agent changed it/,
    /^Made with this value/,
  ]);
  await values.last().click();
  await dialog.getByRole('button', { name: 'Put this value into the editor' }).click();
  await block.saveButton.click();
  await affected.getByRole('button', { name: /^Save/ }).click();
  await expect(block.card).toContainText('9 / 100,000');
  await block.chooseAction('History…');
  await expect(values).toHaveCount(7);
});

test('what changed while nobody looked is told as found, once', { tag: ['@CM13'] }, async ({ page, api }) => {
  const agent = await makeAgent(api);
  const block = memoryOf(page).block('persona');
  await openAgent(page, agent.id);
  await expect(block.card).toBeVisible();
  await page.goto('about:blank');
  const blocks = await api.get<{ id: string; label: string }[]>(lettaPath(`/agents/${agent.id}/core-memory/blocks`));
  const persona = blocks.find((each) => each.label === 'persona');
  await api.patch(lettaPath(`/blocks/${persona?.id}`), { value: 'I am another.' });
  await openAgent(page, agent.id);
  await block.chooseAction('History…');
  const values = page.getByRole('list', { name: 'Values, newest first' }).getByRole('button');
  await expect(values).toHaveCount(2);
});

test('a block is deleted from every agent, after they are named', { tag: ['@CM8', '@CM9'] }, async ({ page, api }) => {
  const agent = await makeAgent(api, { name: 'Forgetful' });
  await openAgent(page, agent.id);
  const block = memoryOf(page).block('persona');
  await block.chooseAction('Delete from every agent…');
  await expect(page.getByRole('alertdialog')).toContainText('One agent loses it: Forgetful.');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete block' }).click();
  await expect(block.card).toBeHidden();
});

test('the library of blocks: search in label, value and description, by sharing; make, change, delete', {
  tag: ['@CM3', '@CM4', '@CM5', '@CM10', '@CM21'],
}, async ({ page, api }) => {
  // Other journeys leave blocks of their own in the library.
  const mark = `jazz${Date.now()}`;
  await makeAgent(api, { human: `Likes ${mark}.` });
  await page.goto('/servers/embedded/agents');
  await page.getByRole('link', { name: 'Blocks' }).click();
  const list = page.getByRole('list', { name: 'Blocks' }).getByRole('listitem');
  await expect(list.first()).toBeVisible();
  await page.getByRole('combobox', { name: 'Search in' }).selectOption('value_search');
  await page.getByRole('searchbox').fill(mark);
  await expect(list).toHaveCount(1);
  await page.getByRole('combobox', { name: 'Sharing' }).selectOption('none');
  await expect(page.getByText('No block is like that')).toBeVisible();
  await page.getByRole('combobox', { name: 'Search in' }).selectOption('label_search');
  await page.getByRole('searchbox').fill(mark);
  await page.getByRole('button', { name: 'New block' }).click();
  const dialog = page.getByRole('dialog', { name: 'New block' });
  await dialog.getByRole('textbox', { name: 'Label' }).fill('two words');
  await expect(dialog.getByText(/^Leave out spaces and angle brackets/)).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Label' }).fill(mark);
  await dialog.getByRole('textbox', { name: 'Value' }).fill('Build an ADE 🛠️ مرحبا');
  await dialog.getByRole('textbox', { name: 'Metadata' }).fill('{"team": "blue"}');
  await axe(page);
  await dialog.getByRole('button', { name: 'Create block' }).dblclick();
  await expect(list).toHaveCount(1);
  await list
    .getByRole('button', { name: new RegExp(`^${mark}`) })
    .first()
    .click();
  const edit = page.getByRole('dialog', { name: `Block ${mark}` });
  await edit.getByRole('textbox', { name: 'Character limit' }).fill('500');
  await edit.getByRole('checkbox', { name: 'Read-only for agents' }).check();
  await edit.getByRole('button', { name: 'Save block' }).click();
  await expect(edit).toBeHidden();
  const [saved] = await api.get<Record<string, unknown>[]>(lettaPath(`/blocks/?label=${mark}`));
  expect(saved).toMatchObject({
    limit: 500,
    read_only: true,
    metadata: { team: 'blue' },
    value: 'Build an ADE 🛠️ مرحبا',
  });
  await axe(page);
  await page.getByRole('button', { name: `Actions for ${mark}` }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete block' }).click();
  await expect(page.getByText('No block is like that')).toBeVisible();
});
