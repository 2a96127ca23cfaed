import { readFile } from 'node:fs/promises';
import { lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { archivalOf } from './panels/archival.ts';

test('add with tags, list, search, filter, delete', { tag: ['@AR1', '@AR5', '@AR7', '@ST7'] }, async ({
  page,
  api,
}) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const archival = archivalOf(page);
  await expect(page.getByText('Nothing archived yet')).toBeVisible();
  await archival.add('The sky is blue', ['colour', 'sky']);
  await archival.add('Tea is served at four', ['tea']);
  await expect(archival.newest.getByRole('listitem')).toHaveCount(2);
  await expect(archival.newest.getByRole('listitem').first()).toContainText('Tea is served at four');
  await archival.search.fill('what colour is the sky');
  await expect(archival.results.getByRole('listitem').first()).toContainText('The sky is blue');
  await archival.search.fill('');
  await archival.newest.getByRole('button', { name: 'Only tagged tea' }).click();
  await expect(archival.newest.getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'Remove tea' }).click();
  // It stays open for the next tag or date.
  await expect(page.getByLabel('From', { exact: true })).toBeVisible();
  await axe(page);
  await archival.newest
    .getByRole('listitem')
    .filter({ hasText: 'The sky is blue' })
    .getByRole('button', { name: 'Delete memory' })
    .click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete memory' }).click();
  await expect(archival.newest.getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: /^External memory ≈/ }).click();
  await expect(page.getByRole('dialog', { name: 'External memory' })).toContainText('Archival memory holds 1 passages');
});

test('a tag that no memory has any more does not look like an empty archive', { tag: ['@AR5'] }, async ({
  page,
  api,
}) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const archival = archivalOf(page);
  await archival.add('The sky is blue', ['colour']);
  await archival.add('Tea is served at four', ['tea']);
  await archival.newest.getByRole('button', { name: 'Only tagged tea' }).click();
  await expect(archival.newest.getByRole('listitem')).toHaveCount(1);
  await archival.newest.getByRole('button', { name: 'Delete memory' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete memory' }).click();
  await expect(page.getByText('No memory loaded so far is like that.')).toBeVisible();
  await expect(page.getByText('Nothing archived yet')).toBeHidden();
  await page.getByRole('button', { name: 'Remove tea' }).click();
  await expect(archival.newest.getByRole('listitem')).toHaveCount(1);
});

test('a text that is too long is refused before it is sent, and kept', async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  await archivalOf(page).addButton.click();
  const dialog = page.getByRole('dialog', { name: 'Add to archival memory' });
  await dialog.getByRole('textbox', { name: 'Text' }).fill('word '.repeat(8_000));
  await expect(dialog.getByText(/Letta takes at most 8,192 tokens at once/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Add memory' })).toHaveAttribute('aria-disabled', 'true');
});

test('search by words and by meaning, any or all tags, dates; ranked, never scored', {
  tag: ['@AR2', '@AR3', '@AR4', '@AR7'],
}, async ({ page, api }) => {
  const agent = await makeAgent(api);
  const path = lettaPath(`/agents/${agent.id}/archival-memory`);
  await api.post(path, { text: 'Tea is served at four', tags: ['tea', 'daily'], created_at: '2025-01-02T00:00:00Z' });
  await api.post(path, { text: 'Tea comes from China', tags: ['tea'], created_at: '2026-01-02T00:00:00Z' });
  await api.post(path, { text: 'Coffee at eight', tags: ['daily'], created_at: '2026-02-02T00:00:00Z' });
  await openAgent(page, agent.id);
  const archival = archivalOf(page);
  const rows = archival.newest.getByRole('listitem');
  await expect(rows).toHaveCount(3);
  await page.getByRole('combobox', { name: 'Search by' }).selectOption('words');
  await archival.search.fill('served');
  await expect(rows).toHaveCount(1);
  await archival.search.fill('nowhere');
  await expect(page.getByText('No memory contains “nowhere”.')).toBeVisible();
  await archival.search.fill('');
  await page.getByText('Tags and dates').click();
  const tags = page.getByRole('combobox', { name: 'Only with these tags' });
  for (const tag of ['tea', 'daily']) {
    await tags.fill(tag);
    await tags.press('Enter');
  }
  await expect(rows).toHaveCount(1);
  await page.getByRole('combobox', { name: 'Of these tags' }).selectOption('any');
  await expect(rows).toHaveCount(3);
  const from = page.getByLabel('From', { exact: true });
  await from.fill('20255-01-01');
  await from.blur();
  await expect(page.getByText('Give a whole date, with a year from 1000 to 9999.')).toBeVisible();
  await from.fill('2026-01-01');
  await expect(rows).toHaveCount(2);
  await axe(page);
  await page.getByRole('combobox', { name: 'Search by' }).selectOption('meaning');
  await archival.search.fill('tea');
  await expect(archival.results.getByRole('listitem').first()).toContainText(/Tea comes from China.*no\. 1/s);
  await expect(archival.results).not.toContainText('served at four');
});

test('edit a memory: added anew with its date, the old one deleted, and said so', { tag: ['@AR6', '@AR8'] }, async ({
  page,
  api,
}) => {
  const agent = await makeAgent(api);
  const path = lettaPath(`/agents/${agent.id}/archival-memory`);
  await api.post(path, { text: 'Tea at four', tags: ['tea'], created_at: '2025-01-02T00:00:00Z' });
  await openAgent(page, agent.id);
  const archival = archivalOf(page);
  await archival.newest.getByRole('button', { name: 'Edit memory' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit this memory' });
  await expect(dialog).toContainText('It gets another id.');
  await dialog.getByRole('textbox', { name: 'Text' }).fill('Tea at five');
  await axe(page);
  await dialog.getByRole('button', { name: 'Save' }).dblclick();
  await expect(archival.newest.getByRole('listitem')).toHaveText(/Tea at five/);
  const [memory, ...rest] = await api.get<{ text: string; created_at: string }[]>(path);
  expect(rest).toEqual([]);
  expect(memory?.created_at).toContain('2025-01-02');
});

test('choose several, export and delete them; import JSON, CSV and text; export everything', {
  tag: ['@AR9'],
}, async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const archival = archivalOf(page);
  const more = async (item: string) => {
    await page.getByRole('button', { name: 'More of archival memory' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await more('Import from a file…');
  const dialog = page.getByRole('dialog', { name: 'Import memories' });
  const file = dialog.getByLabel('File');
  const give = (name: string, text: string) =>
    file.setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await give('broken.json', '{');
  await expect(dialog.getByRole('alert')).toContainText('The file is not JSON.');
  await give('notes.txt', 'One.\n\nTwo.\n\nThree مرحبا 🛠️.');
  await expect(dialog.getByText('3 memories found')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'What becomes a memory' }).selectOption('whole');
  await expect(dialog.getByText('1 memories found')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'What becomes a memory' }).selectOption('paragraphs');
  await dialog.getByRole('textbox', { name: 'Tags for all of them' }).fill('imported');
  await dialog.getByRole('textbox', { name: 'Tags for all of them' }).press('Enter');
  await axe(page);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(archival.newest.getByRole('listitem')).toHaveCount(3);
  await expect(archival.newest).toContainText('imported');

  const state = page.getByRole('region', { name: 'State', exact: true });
  await state.getByRole('checkbox', { name: 'Choose all' }).check();
  const download = page.waitForEvent('download');
  await state.getByRole('button', { name: 'Export', exact: true }).click();
  const exported = JSON.parse(await readFile(await (await download).path(), 'utf8')) as { passages: object[] };
  expect(exported.passages).toHaveLength(3);
  await state.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete them' }).click();
  await expect(page.getByText('Nothing archived yet')).toBeVisible();

  await more('Import from a file…');
  await give('again.json', JSON.stringify(exported));
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(archival.newest.getByRole('listitem')).toHaveCount(3);
  await more('Export everything…');
  const all = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click();
  expect(await readFile(await (await all).path(), 'utf8')).toContain('مرحبا');
});

test('archives: make one, keep memories in it, share it, rename it, leave it, delete it', {
  tag: ['@AR10', '@AR11', '@AR12', '@AR13', '@AR14'],
}, async ({ page, api }) => {
  const mark = Date.now();
  const [first, second] = [
    await makeAgent(api, { name: `Keeper ${mark}` }),
    await makeAgent(api, { name: `Reader ${mark}` }),
  ];
  await openAgent(page, first.id);
  const archival = archivalOf(page);
  await archival.add('In the old archive');
  const open = async () => {
    await page.getByRole('button', { name: 'More of archival memory' }).click();
    await page.getByRole('menuitem', { name: 'Archives…' }).click();
    return page.getByRole('dialog', { name: 'Archives' });
  };
  const dialog = await open();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'used here' })).toContainText(`Used by Keeper ${mark}`);
  await dialog.getByRole('button', { name: 'New archive' }).click();
  const making = page.getByRole('dialog', { name: 'New archive' });
  await making.getByRole('textbox', { name: 'Name' }).fill(`Shared ${mark}`);
  await making.getByRole('textbox', { name: 'Description' }).fill('For both');
  await axe(page);
  await making.getByRole('button', { name: 'Create archive' }).dblclick();
  const row = dialog.getByRole('listitem').filter({ hasText: `Shared ${mark}` });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('No agent uses it');
  await dialog.getByRole('button', { name: `Use Shared ${mark}` }).click();
  await expect(row).toContainText('used here');
  await dialog.getByRole('searchbox', { name: 'Search archives by name' }).fill('nothing of the kind');
  await expect(dialog.getByRole('status')).toContainText('No archive is called');
  await dialog.getByRole('searchbox').fill(String(mark));
  await axe(page);
  await page.keyboard.press('Escape');
  await expect(archival.newest).toBeHidden();
  await archival.add('In the shared archive');

  await openAgent(page, second.id);
  const again = await open();
  await again.getByRole('button', { name: `Use Shared ${mark}` }).click();
  await expect(again.getByRole('button', { name: `Stop using Shared ${mark}` })).toBeVisible();
  await again.getByRole('button', { name: `Actions for Shared ${mark}` }).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  const editing = page.getByRole('dialog', { name: `Edit Shared ${mark}` });
  await editing.getByRole('textbox', { name: 'Name' }).fill(`Common ${mark}`);
  await editing.getByRole('button', { name: 'Save' }).click();
  const renamed = again.getByRole('listitem').filter({ hasText: `Common ${mark}` });
  await expect(renamed).toContainText(`Reader ${mark}`);
  await expect(renamed).toContainText(`Keeper ${mark}`);
  await page.keyboard.press('Escape');
  await expect(archival.newest).toContainText('In the shared archive');
  await open();
  await again.getByRole('button', { name: `Stop using Common ${mark}` }).click();
  await expect(renamed).not.toContainText('used here');
  await again.getByRole('button', { name: `Actions for Common ${mark}` }).click();
  await page.getByRole('menuitem', { name: 'Delete archive…' }).click();
  const confirm = page.getByRole('alertdialog', { name: `Delete Common ${mark}?` });
  await expect(confirm).toContainText(`Lose their archival memory: Keeper ${mark}.`);
  await confirm.getByRole('button', { name: 'Delete archive' }).click();
  await expect(confirm).toBeHidden();
  await expect(renamed).toHaveCount(0);
  expect(await api.get(lettaPath(`/agents/${first.id}/archival-memory`))).toEqual([]);
});
