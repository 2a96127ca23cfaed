import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { type AdeApi, createAdeApi, lettaPath } from './ade-api.ts';
import { makeAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { listOf } from './panels/agents.ts';

interface Listed {
  id: string;
  name: string;
  tags: string[];
}

async function makeSeveral(api: AdeApi, mark: string, names: string[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  // The list has the newest first.
  for (const name of names.toReversed())
    ids.set(name, (await makeAgent(api, { name: `${name} ${mark}`, tags: [`old-${mark}`] })).id);
  return ids;
}

async function tagsByName(api: AdeApi, mark: string): Promise<Record<string, string[]>> {
  const agents = await api.get<Listed[]>(lettaPath(`/agents/?query_text=${mark}&include=agent.tags`));
  return Object.fromEntries(agents.map(({ name, tags }) => [name.replace(` ${mark}`, ''), tags.toSorted()]));
}

const selected = (page: Page, count: number) =>
  expect(listOf(page).bar.getByRole('status')).toHaveText(count === 0 ? '' : `${count} selected`);

test('agents are selected one by one, in a range, all at once and by keyboard; filtering keeps only what is shown', async ({
  page,
  api,
}) => {
  const mark = `s${Date.now()}`;
  await makeSeveral(api, mark, ['A', 'B', 'C', 'D', 'E']);
  await page.goto(`/servers/embedded/agents?q=${mark}`);
  const { tick, ticked, bar } = listOf(page);
  await tick(`A ${mark}`).check();
  await tick(`D ${mark}`).click({ modifiers: ['Shift'] });
  await expect(ticked).toHaveCount(4);
  await selected(page, 4);
  await tick(`C ${mark}`).click({ modifiers: ['Shift'] });
  await expect(ticked).toHaveCount(2);
  await bar.getByRole('checkbox', { name: 'Select all shown' }).click();
  await selected(page, 5);
  await axe(page);
  await bar.getByRole('checkbox', { name: 'Select none' }).click();
  await selected(page, 0);
  await tick(`B ${mark}`).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await expect(tick(`C ${mark}`)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Space');
  await selected(page, 3);
  await page.getByRole('searchbox', { name: 'Search agents by name' }).fill(`B ${mark}`);
  await selected(page, 1);
  await page.getByRole('searchbox', { name: 'Search agents by name' }).fill(mark);
  await expect(listOf(page).rows).toHaveCount(5);
  await selected(page, 1);
  await bar.getByRole('button', { name: 'Clear the selection' }).click();
  await selected(page, 0);
});

test('several agents get and lose tags at once; what fails stays selected with its reason', async ({
  page,
  api,
  allowStatuses,
}) => {
  allowStatuses([500]);
  const mark = `t${Date.now()}`;
  const ids = await makeSeveral(api, mark, ['A', 'B', 'C']);
  await page.goto(`/servers/embedded/agents?q=${mark}`);
  const { tick, bar, row, ticked } = listOf(page);
  await tick(`A ${mark}`).check();
  await tick(`B ${mark}`).check();
  await bar.getByRole('button', { name: 'Tags…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Tags of 2 agents' });
  const write = async (field: string, tag: string) => {
    await dialog.getByRole('combobox', { name: field }).fill(tag);
    await dialog.getByRole('combobox', { name: field }).press('Enter');
  };
  await write('Add', `new-${mark}`);
  await write('Take away', `old-${mark}`);
  await axe(page);
  const path = `**/v1/agents/${ids.get('B')}`;
  await page.route(path, (route) =>
    route.request().method() === 'PATCH' ? route.fulfill({ status: 500, json: {} }) : route.fallback(),
  );
  // Somebody else's tag, after the page was loaded.
  await api.patch(lettaPath(`/agents/${ids.get('A')}`), { tags: [`old-${mark}`, `other-${mark}`] });
  await dialog.getByRole('button', { name: 'Save' }).dblclick();
  await expect(dialog.getByRole('alert')).toContainText('1 of 2 failed');
  await expect(dialog.getByRole('list', { name: 'What failed' })).toContainText(`B ${mark}`);
  await expect(dialog.getByRole('status').last()).toContainText('1 of 2 tagged');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(ticked).toHaveCount(1);
  await expect(row(`B ${mark}`)).toContainText('The server failed');
  await page.unroute(path);
  await bar.getByRole('button', { name: 'Tags…' }).click();
  const again = page.getByRole('dialog', { name: 'Tags of 1 agent' });
  await again.getByRole('combobox', { name: 'Add' }).fill(`new-${mark}`);
  await again.getByRole('combobox', { name: 'Add' }).press('Enter');
  await again.getByRole('button', { name: 'Save' }).click();
  await expect(again).toBeHidden();
  await expect(row(`B ${mark}`)).not.toContainText('The server failed');
  expect(await tagsByName(api, mark)).toEqual({
    A: [`new-${mark}`, `other-${mark}`],
    B: [`new-${mark}`, `old-${mark}`],
    C: [`old-${mark}`],
  });
});

test('several agents are exported, a file each, and can be stopped on the way', async ({ page, api }) => {
  const mark = `e${Date.now()}`;
  const ids = await makeSeveral(api, mark, ['A', 'B', 'C']);
  await page.goto(`/servers/embedded/agents?q=${mark}`);
  const { bar } = listOf(page);
  await bar.getByRole('checkbox', { name: 'Select all shown' }).click();
  await bar.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export 3 agents' });
  const names: string[] = [];
  const texts: Promise<string>[] = [];
  page.on('download', (download) => {
    names.push(download.suggestedFilename());
    texts.push(download.path().then((path) => readFile(path, 'utf8')));
  });
  const held = Promise.withResolvers<void>();
  await page.route(`**/v1/agents/${ids.get('C')}/export*`, async (route) => {
    await held.promise;
    await route.fallback();
  });
  await dialog.getByRole('button', { name: 'Export', exact: true }).dblclick();
  await expect(dialog.getByRole('status').last()).toHaveText('2 of 3 exported');
  await expect.poll(() => names).toEqual([`A ${mark}.af`, `B ${mark}.af`]);
  expect(await Promise.all(texts)).toEqual([
    expect.stringContaining(`"name": "A ${mark}"`),
    expect.stringContaining(`"name": "B ${mark}"`),
  ]);
  await axe(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  held.resolve();
  await expect(dialog).toBeHidden();
  await selected(page, 3);
  expect(names).toHaveLength(2);
});

test('several agents are deleted after naming each; one that cannot be deleted stays selected', async ({
  page,
  api,
  allowStatuses,
}) => {
  allowStatuses([500]);
  const mark = `d${Date.now()}`;
  const ids = await makeSeveral(api, mark, ['A', 'B', 'C', 'D']);
  await page.goto(`/servers/embedded/agents?q=${mark}`);
  const { tick, bar, row, rows, ticked } = listOf(page);
  await tick(`A ${mark}`).check();
  await tick(`C ${mark}`).click({ modifiers: ['Shift'] });
  await bar.getByRole('button', { name: 'Delete…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Delete 3 agents?' });
  for (const words of ['messages, conversations, runs', 'stay in their libraries'])
    await expect(dialog).toContainText(words);
  await expect(dialog.getByRole('list', { name: 'To be deleted' }).getByRole('listitem')).toHaveText(
    ['A', 'B', 'C'].map((name) => `${name} ${mark}`),
  );
  await axe(page);
  let refused = 0;
  let deletes = 0;
  await page.route('**/v1/agents/agent-*', (route) => {
    if (route.request().method() !== 'DELETE') return route.fallback();
    deletes += 1;
    const isB = route
      .request()
      .url()
      .endsWith(ids.get('B') ?? '');
    return isB && refused++ === 0 ? route.fulfill({ status: 500, json: {} }) : route.fallback();
  });
  await dialog.getByRole('button', { name: 'Delete 3 agents' }).dblclick();
  await expect(dialog.getByRole('alert')).toContainText('1 of 3 failed');
  expect(deletes).toBe(3);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(rows).toHaveCount(2);
  await expect(ticked).toHaveCount(1);
  await expect(row(`B ${mark}`)).toContainText('The server failed');
  await bar.getByRole('button', { name: 'Delete…' }).click();
  await page
    .getByRole('alertdialog', { name: 'Delete 1 agent?' })
    .getByRole('button', { name: 'Delete 1 agent' })
    .click();
  await expect(rows).toHaveCount(1);
  expect(Object.keys(await tagsByName(api, mark))).toEqual(['D']);
});

test('a selection survives further pages', async ({ page, startAde }) => {
  const ade = await startAde();
  const api = createAdeApi(ade.url);
  for (let index = 0; index < 55; index += 1) await makeAgent(api, { name: `Agent ${index}` });
  await page.goto(`${ade.url}/servers/embedded/agents`);
  const { tick, rows, bar } = listOf(page);
  await bar.getByRole('checkbox', { name: 'Select all shown' }).click();
  await selected(page, 50);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(rows).toHaveCount(55);
  await selected(page, 50);
  await tick('Agent 0').check();
  await selected(page, 51);
});
