import type { Page } from '@playwright/test';
import { type AdeApi, lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { archivalOf } from './panels/archival.ts';
import { simulatorOf } from './panels/simulator.ts';

interface Passage {
  id: string;
  text: string;
  tags: string[] | null;
  metadata: object;
  created_at: string;
}

let count = 0;

async function makeArchive(api: AdeApi, name: string): Promise<{ id: string; name: string }> {
  count += 1;
  const made = { name: `${name} ${Date.now()}-${count}`, embedding: 'local/hash' };
  return await api.post(lettaPath('/archives/'), made);
}

async function passagesOf(api: AdeApi, archiveId: string): Promise<Passage[]> {
  const found = await api.post<{ passage: Passage }[]>(lettaPath('/passages/search'), {
    archive_id: archiveId,
    limit: 100,
  });
  return found.map(({ passage }) => passage);
}

async function openArchives(page: Page) {
  await page.getByRole('button', { name: 'More of archival memory' }).click();
  await page.getByRole('menuitem', { name: 'Archives…' }).click();
  return page.getByRole('dialog', { name: 'Archives', exact: true });
}

test('an archive that no agent uses: see, add, edit and delete what is in it', { tag: ['@AR15'] }, async ({
  page,
  api,
}) => {
  const agent = await makeAgent(api);
  const archive = await makeArchive(api, 'Shelf');
  await openAgent(page, agent.id);
  const archives = await openArchives(page);
  await archives.getByRole('button', { name: `Memories in ${archive.name}` }).click();
  const dialog = page.getByRole('dialog', { name: `Memories in ${archive.name}` });
  await expect(dialog.getByText('Nothing in it yet')).toBeVisible();
  for (const text of ['The sky is blue', 'Tea at four']) {
    await dialog.getByRole('button', { name: 'Add a memory' }).click();
    const adding = page.getByRole('dialog', { name: `Add to ${archive.name}` });
    await adding.getByRole('textbox', { name: 'Text' }).fill(text);
    await adding.getByRole('button', { name: 'Add memory' }).dblclick();
    await expect(adding).toBeHidden();
  }
  const rows = dialog.getByRole('list', { name: `Memories in ${archive.name}` }).getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await axe(page);
  await rows.filter({ hasText: 'Tea' }).getByRole('button', { name: 'Edit memory' }).click();
  const editing = page.getByRole('dialog', { name: 'Edit this memory' });
  await editing.getByRole('textbox', { name: 'Text' }).fill('Tea at five');
  await editing.getByRole('button', { name: 'Save' }).click();
  await expect(rows.filter({ hasText: 'Tea at five' })).toBeVisible();
  await rows.filter({ hasText: 'sky' }).getByRole('button', { name: 'Delete memory' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete memory' }).click();
  await expect(rows).toHaveCount(1);
  expect((await passagesOf(api, archive.id)).map(({ text }) => text)).toEqual(['Tea at five']);
});

test('a memory that another tab has deleted is deleted, not an error', { tag: ['@AR15'] }, async ({
  page,
  api,
  allowStatuses,
}) => {
  allowStatuses([404]);
  const agent = await makeAgent(api);
  const archive = await makeArchive(api, 'Twice');
  const passage = await api.post<Passage>(lettaPath(`/archives/${archive.id}/passages`), { text: 'Only once' });
  await openAgent(page, agent.id);
  await (await openArchives(page)).getByRole('button', { name: `Memories in ${archive.name}` }).click();
  const dialog = page.getByRole('dialog', { name: `Memories in ${archive.name}` });
  await dialog.getByRole('button', { name: 'Delete memory' }).click();
  await api.delete(lettaPath(`/archives/${archive.id}/passages/${passage.id}`));
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete memory' }).click();
  await expect(dialog.getByText('Nothing in it yet')).toBeVisible();
});

test('search all archives, with the archive each memory is in; or say that the server cannot', {
  tag: ['@AR16'],
}, async ({ page, api, allowStatuses }) => {
  const agent = await makeAgent(api);
  const [first, second] = [await makeArchive(api, 'Weather'), await makeArchive(api, 'Kitchen')];
  const mark = first.name.replace(/\D/g, '');
  await api.post(lettaPath(`/archives/${first.id}/passages/batch`), {
    passages: [{ text: `Rain falls on quokka ${mark}`, tags: [`wet${mark}`] }, { text: 'Snow is cold' }],
  });
  await api.post(lettaPath(`/archives/${second.id}/passages`), { text: `Cook rice with quokka ${mark}` });
  await openAgent(page, agent.id);
  await (await openArchives(page)).getByRole('button', { name: 'Search memories' }).click();
  const dialog = page.getByRole('dialog', { name: 'Search all archives' });
  await expect(dialog.getByText('Search every archive')).toBeVisible();
  await dialog.getByRole('searchbox', { name: 'Search all archives' }).fill(`quokka ${mark}`);
  const found = dialog.getByRole('list', { name: 'Found in all archives, best first' }).getByRole('listitem');
  await expect(found.filter({ hasText: 'Rain falls' })).toContainText(`in ${first.name}`);
  await expect(found.filter({ hasText: 'Cook rice' })).toContainText(`in ${second.name}`);
  await axe(page);
  await found.getByRole('button', { name: `Only tagged wet${mark}` }).click();
  await expect(found).toHaveCount(1);
  await found.getByRole('button', { name: 'Delete memory' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete memory' }).click();
  await expect(dialog.getByText(/^Nothing found for/)).toBeVisible();
  expect((await passagesOf(api, first.id)).map(({ text }) => text)).toEqual(['Snow is cold']);
  allowStatuses([404]);
  await page.route('**/v1/passages/search', (route) => route.fulfill({ status: 404, json: { detail: 'Not Found' } }));
  await dialog.getByRole('searchbox', { name: 'Search all archives' }).fill('anything else');
  await expect(dialog.getByRole('alert')).toContainText('This server has no search across archives');
  await axe(page);
});

test('move chosen memories: nothing lost and nothing doubled when it fails half way', {
  tag: ['@AR15'],
}, async ({ page, api, allowStatuses }) => {
  const agent = await makeAgent(api);
  const target = await makeArchive(api, 'Target');
  const path = lettaPath(`/agents/${agent.id}/archival-memory`);
  for (const day of [1, 2, 3])
    await api.post(path, { text: `Memory ${day}`, tags: [`day${day}`], created_at: `2025-01-0${day}T00:00:00Z` });
  await openAgent(page, agent.id);
  const state = page.getByRole('region', { name: 'State', exact: true });
  await state.getByRole('checkbox', { name: 'Choose all' }).check();
  await state.getByRole('button', { name: 'Move…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move 3 memories' });
  await expect(dialog).toContainText('deleted here once the server has confirmed the copy');
  await expect(dialog.getByRole('button', { name: 'Move', exact: true })).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByRole('combobox', { name: 'To' }).selectOption({ label: target.name });
  await axe(page);
  allowStatuses([502]);
  let copies = 0;
  // The second copy is made, but its answer is lost; then the deletion of it fails.
  await page.route(`**/v1/archives/${target.id}/passages`, async (route) => {
    copies += 1;
    if (copies !== 2) return await route.continue();
    await route.fetch();
    await route.fulfill({ status: 502, body: 'lost' });
  });
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('The server failed');
  await expect(dialog.getByText('1 of 3 moved')).toBeVisible();
  await expect(dialog).toContainText('One memory may be in both archives now. Nothing is lost');
  // The dialog hides the list behind it from roles.
  expect(await api.get(path)).toHaveLength(2);
  await axe(page);
  let refused = 0;
  await page.route('**/v1/archives/*/passages/passage-*', async (route) => {
    refused += 1;
    if (refused > 1) await route.continue();
    else await route.fulfill({ status: 502, body: 'no' });
  });
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect.poll(() => refused).toBe(1);
  await expect(dialog.getByRole('alert')).toContainText('The server failed');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('Nothing archived yet')).toBeVisible();
  const moved = await passagesOf(api, target.id);
  expect(moved.map(({ text, tags }) => [text, tags]).toSorted()).toEqual([
    ['Memory 1', ['day1']],
    ['Memory 2', ['day2']],
    ['Memory 3', ['day3']],
  ]);
  expect(moved.map(({ created_at }) => created_at.slice(0, 10)).toSorted()).toEqual([
    '2025-01-01',
    '2025-01-02',
    '2025-01-03',
  ]);
});

test('move a whole archive with its metadata; cancel leaves the rest where it was', {
  tag: ['@AR15'],
}, async ({ page, api }) => {
  const agent = await makeAgent(api);
  const [source, target] = [await makeArchive(api, 'From'), await makeArchive(api, 'To')];
  const passages = Array.from({ length: 120 }, (_, index) => ({ text: `Note ${index}`, metadata: { index } }));
  await api.post(lettaPath(`/archives/${source.id}/passages/batch`), { passages });
  await openAgent(page, agent.id);
  const archives = await openArchives(page);
  await archives.getByRole('searchbox', { name: 'Search archives by name' }).fill(source.name);
  const begin = async () => {
    await archives.getByRole('button', { name: `Actions for ${source.name}` }).click();
    await page.getByRole('menuitem', { name: 'Move all memories…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Move all memories' });
    await dialog.getByRole('combobox', { name: 'To' }).selectOption({ label: target.name });
    await dialog.getByRole('button', { name: 'Move', exact: true }).click();
    return dialog;
  };
  let made = 0;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(`**/v1/archives/${target.id}/passages`, async (route) => {
    made += 1;
    if (made === 6) await held;
    await route.continue();
  });
  const dialog = await begin();
  await expect(dialog.getByText('5 moved', { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  const sixth = page.waitForResponse((response) => response.request().method() === 'DELETE');
  release();
  await sixth;
  await expect.poll(async () => (await passagesOf(api, target.id)).length).toBe(6);
  expect(await passagesOf(api, source.id)).toHaveLength(100);
  await expect(await begin()).toBeHidden({ timeout: 60_000 });
  expect(await passagesOf(api, source.id)).toEqual([]);
  await api.patch(lettaPath(`/agents/${agent.id}/archives/attach/${target.id}`), {});
  const all = await api.get<Passage[]>(lettaPath(`/agents/${agent.id}/archival-memory?limit=500`));
  expect(all.map(({ text }) => text).toSorted()).toEqual(passages.map(({ text }) => text).toSorted());
  expect(all.find(({ text }) => text === 'Note 7')?.metadata).toEqual({ index: 7 });
});

test('a memory says how often the agent was given it, and opens the step', async ({ page, api }) => {
  const agent = await makeAgent(api, { tools: ['archival_memory_insert', 'archival_memory_search'] });
  await api.post(lettaPath(`/agents/${agent.id}/archival-memory`), { text: 'Tea is served at four' });
  await openAgent(page, agent.id);
  const { newest } = archivalOf(page);
  const row = newest.getByRole('listitem');
  await expect(
    page.getByText(/^Retrieved: what 0 archival searches gave, in all \d+ messages this server keeps/),
  ).toBeVisible();
  await expect(row).not.toContainText('Retrieved');
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('When is tea served?');
  await expect(row).toContainText('Retrieved once, last');
  await simulator.sayAndWait('When is tea served, again?');
  await expect(row).toContainText('Retrieved 2 times, last');
  await expect(page.getByText(/^Retrieved: what 2 archival searches gave/)).toBeVisible();
  await axe(page);
  await row.getByRole('button', { name: /^Open step-.*the last that got this memory$/ }).click();
  const step = page.getByRole('dialog', { name: 'Step', exact: true });
  await step.getByRole('tab', { name: 'Messages' }).click();
  await expect(step.getByText('Tea is served at four').first()).toBeVisible();
});

test('an import that lost the server goes on without doubling what had arrived', async ({
  page,
  api,
  allowStatuses,
}) => {
  allowStatuses([502]);
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  await page.getByRole('button', { name: 'More of archival memory' }).click();
  await page.getByRole('menuitem', { name: 'Import from a file…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import memories' });
  const lines = ['First', '"Second", 100% مرحبا 🛠️', 'Third', 'Third'];
  await dialog.getByLabel('File').setInputFiles({
    name: 'notes.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(`\uFEFF${lines.join('\r\n\r\n')}`),
  });
  let sent = 0;
  await page.route('**/archival-memory', async (route) => {
    if (route.request().method() !== 'POST') return await route.continue();
    sent += 1;
    if (sent === 2) await route.fetch();
    if (sent === 2 || sent === 4) await route.fulfill({ status: 502, body: 'gone' });
    else await route.continue();
  });
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByText('1 of 4 added')).toBeVisible();
  await expect(dialog.getByRole('alert')).toContainText('The server failed');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(dialog.getByText('3 of 4 added')).toBeVisible();
  await expect(dialog.getByRole('alert')).toContainText('The server failed');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(dialog).toBeHidden();
  const kept = await api.get<Passage[]>(lettaPath(`/agents/${agent.id}/archival-memory`));
  expect(kept.map(({ text }) => text)).toEqual(lines);
});
