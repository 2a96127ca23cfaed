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

test('agents by any or all of some tags, by the end of the last turn, and in another order', {
  tag: ['@AL4', '@AL5', '@AL6', '@AL9'],
}, async ({ page, api }) => {
  const mark = `o${Date.now()}`;
  const first = await makeAgent(api, { name: `First ${mark}`, tags: [`red-${mark}`] });
  await makeAgent(api, { name: `Second ${mark}`, tags: [`red-${mark}`, `blue-${mark}`] });
  await makeAgent(api, { name: `Third ${mark}`, tags: [`blue-${mark}`] });
  await api.post(lettaPath(`/agents/${first.id}/messages`), { input: 'hello' });
  await page.goto(`/servers/embedded/agents?q=${mark}`);
  const links = page.getByRole('list', { name: 'Agents', exact: true }).getByRole('link');
  const shown = (...names: string[]) => expect(links).toHaveText(names.map((name) => `${name} ${mark}`));
  await shown('Third', 'Second', 'First');
  await page.getByRole('combobox', { name: 'Order' }).selectOption('Oldest first');
  await shown('First', 'Second', 'Third');
  await page.getByRole('combobox', { name: 'Order' }).selectOption('Last run first');
  await expect(links.first()).toHaveText(`First ${mark}`);
  const tags = page.getByRole('combobox', { name: 'Only agents with these tags' });
  await expect(page.locator(`option[value="blue-${mark}"]`)).toBeAttached();
  await tags.fill(`red-${mark}`);
  await tags.press('Enter');
  await shown('First', 'Second');
  await tags.fill(`blue-${mark}`);
  await tags.press('Enter');
  await shown('Second');
  await page.getByRole('combobox', { name: 'Tags needed' }).selectOption('Any of the tags');
  await expect(links).toHaveCount(3);
  await axe(page);
  await page.getByRole('combobox', { name: 'How the last turn ended' }).selectOption('Ended by itself');
  await shown('First');
  await page.reload();
  await shown('First');
  await page.getByRole('combobox', { name: 'How the last turn ended' }).selectOption('Ran out of steps');
  await expect(page.getByText('No agent matches')).toBeVisible();
});

test('duplicate an agent with its archival memory; a failure on the way makes no second copy', {
  tag: ['@AL17'],
}, async ({ page, api, allowStatuses }) => {
  allowStatuses([500]);
  const name = `Original ${Date.now()}`;
  const agent = await makeAgent(api, { name, human: 'Name: Ada' });
  await api.patch(lettaPath(`/agents/${agent.id}`), { secrets: { TOKEN: 'canary' } });
  for (const text of ['Tea at four', 'Likes dogs', 'Was in Rome']) {
    await api.post(lettaPath(`/agents/${agent.id}/archival-memory`), { text, tags: ['kept'] });
  }
  await page.goto(`/servers/embedded/agents?q=${encodeURIComponent(name)}`);
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Duplicate or move…' }).click();
  const dialog = page.getByRole('dialog', { name: `Duplicate ${name}` });
  await expect(dialog).toContainText('The values of its variables are not copied: TOKEN.');
  await axe(page);
  let adds = 0;
  await page.route('**/archival-memory', (route) =>
    route.request().method() === 'POST' && ++adds === 2 ? route.fulfill({ status: 500, json: {} }) : route.continue(),
  );
  await dialog.getByRole('button', { name: 'Duplicate' }).dblclick();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await expect(dialog.getByRole('status')).toContainText('1 of 3 memories copied');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${name} copy` })).toBeVisible();
  await expect(page.getByRole('region', { name: 'State', exact: true })).toContainText('Name: Ada');
  const copies = await api.get<{ id: string }[]>(lettaPath(`/agents/?name=${encodeURIComponent(`${name} copy`)}`));
  expect(copies).toHaveLength(1);
  const memories = await api.get<{ text: string; tags: string[] }[]>(
    lettaPath(`/agents/${copies[0]?.id}/archival-memory`),
  );
  expect(memories.map(({ text }) => text).sort()).toEqual(['Likes dogs', 'Tea at four', 'Was in Rome']);
  expect(memories.every(({ tags }) => tags.includes('kept'))).toBe(true);
});

test('create a blank agent, then delete it', { tag: ['@CR1', '@AL14'] }, async ({ page, api }) => {
  await page.goto('/servers/embedded/agents');
  await page.getByRole('button', { name: 'New agent' }).click();
  const dialog = page.getByRole('dialog', { name: 'New agent' });
  const name = `Blank ${Date.now()}`;
  await dialog.getByRole('textbox', { name: 'Name' }).fill('a/b');
  await expect(dialog.getByText('Use letters, digits, spaces, hyphens, underscores and apostrophes.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('textbox', { name: 'Value of block 2' }).fill('I am brief.');
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
