import { lettaPath } from './ade-api.ts';
import { makeAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { listOf } from './panels/agents.ts';

test.use({ withProvider: true });

test('a row says what its agent is and whether it runs; what is seldom needed folds out', {
  tag: ['@AL2', '@AL15'],
}, async ({ page, api, provider, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const mark = `r${Date.now()}`;
  const agent = await makeAgent(api, { name: `Runner ${mark}`, model: 'openai-proxy/scripted-1', tags: [mark] });
  await api.patch(lettaPath(`/agents/${agent.id}`), { description: 'Runs about' });
  const gate = Promise.withResolvers<void>();
  provider.script(`go ${mark}`, [{ text: 'Done.', until: gate.promise }]);
  const { rows, row, actions } = listOf(page);
  await page.goto(`/servers/embedded/agents?q=${mark}`);
  for (const words of [agent.name, 'Runs about', 'openai-proxy/scripted-1', mark, 'never run'])
    await expect(rows).toContainText(words);
  const turn = api.post(lettaPath(`/agents/${agent.id}/messages`), { input: `go ${mark}` });
  await expect(row(agent.name)).toContainText('running');
  gate.resolve();
  await turn;
  await expect(row(agent.name)).not.toContainText('running', { timeout: 15_000 });
  await page.reload();
  await expect(row(agent.name)).toContainText(/last run just now · \d/);

  const details = row(agent.name).getByRole('button', { name: `Details of ${agent.name}` });
  await details.focus();
  await page.keyboard.press('Enter');
  await expect(details).toHaveAttribute('aria-expanded', 'true');
  for (const words of [agent.id, 'letta_v1_agent', 'Createdjust now', 'Changedjust now', /took \d/])
    await expect(row(agent.name)).toContainText(words);
  await axe(page);
  await row(agent.name).getByRole('button', { name: 'Copy id' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(agent.id);
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await actions(agent.name, 'Copy id');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(agent.id);
});

test('project and template ids are told by a server that has them', { tag: ['@AL2', '@AL8'] }, async ({
  page,
  startWithRemote,
}) => {
  const { ade, remote, api, serverId } = await startWithRemote();
  const agent = await makeAgent(api, { name: 'Templated', serverId });
  const whole = await api.get<object>(lettaPath(`/agents/${agent.id}`, serverId));
  const ids = { project_id: 'project-1', template_id: 'template-2', base_template_id: 'template-base-3' };
  await remote.set({ canned: { '/v1/agents/': [{ ...whole, ...ids }] } });
  await page.goto(`${ade.url}/servers/${serverId}/agents`);
  const { row, moreFilters } = listOf(page);
  await row('Templated').getByRole('button', { name: 'Details of Templated' }).click();
  for (const id of Object.values(ids)) await expect(row('Templated')).toContainText(id);
  await moreFilters.click();
  for (const label of ['Project id', 'Template id', 'Base template id'])
    await expect(page.getByRole('textbox', { name: label, exact: true })).toBeDisabled();
  await expect(page.getByText('Only Letta Cloud has projects and templates')).toBeVisible();
  await expect(page.getByText('Identities: this server does not offer this.')).toBeVisible();
});

test('Letta Cloud is asked for projects and templates', { tag: ['@AL8', '@AL18'] }, async ({ page, startAde }) => {
  const ade = await startAde({ env: { LETTA_BASE_URL: 'https://api.letta.com', LETTA_API_KEY: 'key' } });
  const asked: URLSearchParams[] = [];
  // The answers of a cloud that no test may reach.
  await page.route(/\/api\/servers\/env\//, (route) => {
    const url = new URL(route.request().url());
    if (url.pathname.endsWith('/status'))
      return route.fulfill({ json: { ok: true, version: '0.16.8', status: 'ok', latencyMs: 1 } });
    if (url.pathname.endsWith('/capabilities')) return route.fulfill({ json: { version: null, operations: null } });
    if (url.pathname.endsWith('/agents/')) asked.push(url.searchParams);
    return route.fulfill({ json: url.pathname.endsWith('/count') ? 1 : [] });
  });
  await page.goto(`${ade.url}/servers/env/agents`);
  await listOf(page).moreFilters.click();
  await page.getByRole('textbox', { name: 'Project id' }).fill('project-1');
  await page.getByRole('textbox', { name: 'Template id', exact: true }).fill('template-2');
  await page.getByRole('textbox', { name: 'Base template id' }).fill('base-3');
  await expect(page).toHaveURL(/base=base-3/);
  await expect
    .poll(() => {
      const last = asked.at(-1);
      return ['project_id', 'template_id', 'base_template_id'].map((name) => last?.get(name));
    })
    .toEqual(['project-1', 'template-2', 'base-3']);
  await expect(page.getByText("Letta Cloud's own search through agents is not used here.")).toBeVisible();
  await expect(page.getByText('More filters (3)')).toBeVisible();
});

test('hidden agents are left out until they are asked for', { tag: ['@AL11'] }, async ({ page, api }) => {
  const mark = `h${Date.now()}`;
  await makeAgent(api, { name: `Seen ${mark}` });
  const ghost = await makeAgent(api, { name: `Ghost ${mark}` });
  await api.patch(lettaPath(`/agents/${ghost.id}`), { hidden: true });
  await page.goto(`/servers/embedded/agents?q=${mark}`);
  const { links, moreFilters, row } = listOf(page);
  const heading = page.getByRole('heading', { level: 1 });
  await expect(links).toHaveText([`Seen ${mark}`]);
  await expect(heading).toContainText(String(await api.get(lettaPath('/agents/count'))));
  await moreFilters.click();
  await page.getByRole('checkbox', { name: 'Hidden agents too' }).check();
  await expect(links).toHaveText([`Ghost ${mark}`, `Seen ${mark}`]);
  await expect(heading).toContainText(String(await api.get(lettaPath('/agents/count?show_hidden_agents=true'))));
  await row(ghost.name)
    .getByRole('button', { name: `Details of ${ghost.name}` })
    .click();
  await expect(row(ghost.name)).toContainText('Left out of the list unless hidden agents are asked for.');
  await axe(page);
  await page.reload();
  await expect(links).toHaveCount(2);
});

test('agents of an identity where the server knows identities; elsewhere the filter says why it is off', {
  tag: ['@AL7', '@AL18'],
}, async ({ page, startWithRemote }) => {
  const { ade, remote, api, serverId } = await startWithRemote();
  await makeAgent(api, { name: 'Kept', serverId });
  await makeAgent(api, { name: 'Built' });
  const { moreFilters } = listOf(page);
  const identity = page.getByRole('combobox', { name: 'Identity', exact: true });
  const keys = page.getByRole('combobox', { name: 'Identifier keys' });
  await page.goto(`${ade.url}/servers/embedded/agents`);
  await moreFilters.click();
  await expect(identity).toBeDisabled();
  await expect(keys).toBeDisabled();
  await expect(identity).toHaveAccessibleDescription(/^Identities: the built-in server does not offer this\./);
  await expect(page.getByText('Here the search looks at names.')).toBeVisible();
  await axe(page);
  const ada = { id: 'identity-1', identifier_key: 'ada@example.org', name: 'Ada' };
  await remote.set({ canned: { '/v1/identities/': [ada] } });
  await page.goto(`${ade.url}/servers/${serverId}/agents`);
  await moreFilters.click();
  await identity.selectOption('Ada');
  await expect.poll(() => lastAsked(remote.requests, 'identity_id')).toEqual(['identity-1']);
  await identity.selectOption('Any identity');
  await keys.fill('ada@example.org');
  await keys.press('Enter');
  await keys.fill('bob');
  await keys.press('Enter');
  await expect.poll(() => lastAsked(remote.requests, 'identifier_keys')).toEqual(['ada@example.org', 'bob']);
});

/** What the newest list of agents that arrived was asked for. */
async function lastAsked(requests: () => Promise<{ path: string }[]>, name: string): Promise<string[]> {
  const lists = (await requests()).filter(({ path }) => path.startsWith('/v1/agents/?') && path.includes('agent.tags'));
  return new URL(lists.at(-1)?.path ?? '', 'http://remote').searchParams.getAll(name);
}
