import { lettaPath } from './ade-api.ts';
import { makeAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { configurationOf } from './panels/configuration.ts';

test('list, count, search, tags in the URL, open', {
  tag: ['@AL1', '@AL3', '@AL10', '@AL12', '@AL13'],
}, async ({ page, api }) => {
  const mark = `m${Date.now()}`;
  for (const [name, tags] of [
    ['Alpha', ['x']],
    ['Beta', ['x', 'y']],
    ['Gamma', []],
  ] as const) {
    await makeAgent(api, { name: `${name} ${mark}`, tags: tags.map((tag) => `${tag}-${mark}`) });
  }
  await page.goto('/servers/embedded/agents');
  const list = page.getByRole('list', { name: 'Agents', exact: true });
  const count = await api.get<number>(lettaPath('/agents/count'));
  await expect(page.getByRole('heading', { level: 1 })).toContainText(String(count));
  await page.getByRole('searchbox').fill(mark);
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await expect(list.getByRole('listitem').first()).toContainText('demo/scripted');
  await list.getByRole('button', { name: `Only agents tagged y-${mark}` }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await page.reload();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await axe(page);
  await page.getByRole('searchbox').fill('nobody is called this');
  await expect(page.getByText('No agent matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await page.getByRole('link', { name: `Beta ${mark}` }).click();
  await expect(configurationOf(page).name).toHaveValue(`Beta ${mark}`);
});

test('create a blank agent, then delete it', { tag: ['@CR1', '@AL14'] }, async ({ page, api }) => {
  await page.goto('/servers/embedded/agents');
  await page.getByRole('button', { name: 'New agent' }).click();
  const dialog = page.getByRole('dialog', { name: 'New agent' });
  const name = `Blank ${Date.now()}`;
  await dialog.getByRole('textbox', { name: 'Name' }).fill('a/b');
  await expect(dialog.getByText('Use letters, digits, spaces, hyphens, underscores and apostrophes.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('textbox', { name: 'Persona' }).fill('I am brief.');
  await axe(page);
  await dialog.getByRole('button', { name: 'Create agent' }).dblclick();
  await expect(configurationOf(page).name).toHaveValue(name);
  expect(await api.get(lettaPath(`/agents/?name=${encodeURIComponent(name)}`))).toHaveLength(1);
  await page.getByRole('link', { name: 'Agents', exact: true }).click();
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Delete agent…' }).click();
  const confirm = page.getByRole('alertdialog', { name: `Delete ${name}?` });
  await confirm.getByRole('button', { name: 'Delete agent' }).click();
  // While it is open, all that lies behind it counts as hidden.
  await expect(confirm).toBeHidden();
  await expect(page.getByRole('link', { name })).toBeHidden();
  expect(await api.get(lettaPath(`/agents/?name=${encodeURIComponent(name)}`))).toEqual([]);
});

test('an unknown agent, a malformed id and an unknown server each say so', { tag: ['@CR29'] }, async ({
  page,
  allowStatuses,
}) => {
  allowStatuses([404, 422]);
  await page.goto('/servers/embedded/agents/agent-123e4567-e89b-42d3-8456-426614174000');
  await expect(page.getByText('This server has no such agent')).toBeVisible();
  await axe(page);
  await page.goto('/servers/embedded/agents/rubbish');
  await expect(page.getByText('This server has no such agent')).toBeVisible();
  await page.getByRole('link', { name: 'See all agents' }).click();
  await expect(page).toHaveURL(/\/servers\/embedded\/agents$/);
  await page.goto('/servers/srv-gone/agents');
  await expect(page.getByText('This connection does not exist any more')).toBeVisible();
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await axe(page);
});
