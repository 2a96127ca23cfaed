import { EVERYTHING, startEverything } from '#server/embedded/mcp/everything-server.ts';
import { startFakeLogin } from '#server/embedded/mcp/fake-login-server.ts';
import { startFakeMcp } from '#server/embedded/mcp/fake-mcp-server.ts';
import { lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { configurationOf } from './panels/configuration.ts';
import { mcpOf } from './panels/mcp.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ withProvider: true, adeOptions: { env: { ADE_ALLOW_STDIO: '1', ADE_ALLOW_PRIVATE_MCP: '1' } } });

const MODEL = 'openai-proxy/scripted-1';
/** Longer than a row, with a character that nobody sees. */
const HIDING = `Wipes\u2063 ${'all of it, '.repeat(100)}the end`;
const EXAMPLE = { command: process.execPath, args: [EVERYTHING] };

const closing: (() => unknown)[] = [];
test.afterEach(async ({ api }) => {
  for (const { id } of await api.get<{ id: string }[]>(lettaPath('/mcp-servers/')))
    await api.delete(lettaPath(`/mcp-servers/${id}`));
  for (const close of closing.splice(0).reverse()) await close();
});

async function fakeMcp(answers: Parameters<typeof startFakeMcp>[0] = {}) {
  const server = await startFakeMcp(answers);
  closing.push(server.stop);
  return server;
}

test('a program: confirm, test, add, run a tool, attach, and the agent calls it', {
  tag: ['@MC1', '@MC2', '@MC4', '@MC5', '@MC7', '@MC8', '@MC11', '@MC13', '@MC15'],
}, async ({ page, api, provider }) => {
  test.slow();
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('echo', [
    { tools: [{ name: 'echo', arguments: { message: 'from the agent' } }] },
    { text: 'It came back.' },
  ]);
  const mcp = mcpOf(page);
  await openAgent(page, agent.id);
  await configurationOf(page).panel.getByRole('button', { name: 'Attach a tool from the library' }).click();
  await page.getByRole('dialog').getByRole('link', { name: 'MCP servers' }).click();
  await expect(page.getByText('No MCP servers')).toBeVisible();
  await expect(page.getByText('Add only servers you trust')).toBeVisible();
  await axe(page);

  await mcp.fillProgram({ name: 'everything', ...EXAMPLE });
  await expect(mcp.dialog.getByRole('region', { name: 'What is run' })).toContainText(EVERYTHING);
  await expect(mcp.submit).toHaveAccessibleDescription('Confirm the command first');
  await mcp.confirmCommand.check();
  await mcp.field('Arguments, one per line').fill(`${EVERYTHING}\nstdio`);
  await expect(mcp.confirmCommand).not.toBeChecked();
  await mcp.confirmCommand.check();
  await mcp.testButton.click();
  await expect(mcp.found).toContainText('echo');
  await axe(page);
  expect(await api.get(lettaPath('/mcp-servers/'))).toEqual([]);
  await mcp.submit.click();

  await expect(page.getByRole('heading', { level: 1, name: /^everything/ })).toBeVisible();
  await expect(mcp.tool('echo')).toContainText('Echo Tool');
  await axe(page);
  const dialog = await mcp.openTool('get-sum');
  await dialog.getByRole('textbox', { name: 'a', exact: true }).fill('2');
  await dialog.getByRole('textbox', { name: 'b', exact: true }).fill('40');
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(dialog.getByRole('region', { name: 'Result' })).toContainText('42');
  await axe(page);
  await page.keyboard.press('Escape');

  await expect(mcp.agent).toHaveValue(agent.id);
  await mcp.tool('echo').getByRole('button', { name: 'Attach echo' }).click();
  await expect(mcp.tool('echo')).toContainText('attached');
  await openAgent(page, agent.id);
  await expect(configurationOf(page).tools).toContainText('echo');
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('echo this');
  await simulator.toolCall('echo').click();
  await expect(simulator.panel).toContainText('Echo: from the agent');
  await mcp.open();
  await expect(mcp.row('everything')).toContainText(EVERYTHING);
  await expect(mcp.row('everything')).toContainText('13 tools');
});

test('over HTTP: test, add with a template, edit, refresh with a summary, and delete', {
  tag: ['@MC1', '@MC2', '@MC3', '@MC5', '@MC9', '@MC10', '@MC12', '@MC14'],
}, async ({ page, api }) => {
  test.slow();
  const example = await startEverything('streamableHttp');
  closing.push(example.stop);
  const agent = await makeAgent(api, { name: 'Picked' });
  const mcp = mcpOf(page);
  await mcp.open();
  await mcp.fillWeb({ name: 'example', url: example.url });
  await mcp.field('Header of the token').fill('x-key');
  await mcp.field('Token').fill('Bearer secret-canary');
  await mcp.dialog.getByRole('button', { name: 'Add a header' }).click();
  await mcp.field('Name of header 1').fill('x user');
  await expect(mcp.dialog.getByText('no spaces')).toBeVisible();
  await mcp.field('Name of header 1').fill('x-user');
  await mcp.field('Value of header 1').fill('{{ USER | nobody }}');
  await mcp.testButton.click();
  await expect(mcp.found).toContainText('get-sum');
  await axe(page);
  await mcp.submit.click();
  await expect(mcp.tool('echo')).toBeVisible();
  await mcp.agent.selectOption('Picked');
  await mcp.tool('get-sum').getByRole('button', { name: 'Attach get-sum' }).click();
  await expect(mcp.tool('get-sum')).toContainText('attached');
  const toolNames = async () =>
    (await api.get<{ name: string }[]>(lettaPath(`/agents/${agent.id}/tools`))).map(({ name }) => name);
  expect(await toolNames()).toContain('get-sum');

  await mcp.refreshButton.click();
  await expect(page.getByText('Nothing has changed.')).toBeVisible();
  await page.getByRole('button', { name: 'Edit example' }).click();
  await expect(mcp.field('Token')).toHaveValue('');
  await mcp.field('Name').fill('renamed');
  await mcp.submit.click();
  await expect(page.getByRole('heading', { level: 1, name: /^renamed/ })).toBeVisible();
  expect(await api.get(lettaPath('/mcp-servers/'))).toMatchObject([
    { server_name: 'renamed', auth_header: 'x-key', auth_token: '[hidden]' },
  ]);
  await page.getByRole('button', { name: 'Edit renamed' }).click();
  await mcp.field('Header of the token').fill('');
  await mcp.submit.click();
  await expect(mcp.dialog).toBeHidden();
  expect(await api.get(lettaPath('/mcp-servers/'))).toMatchObject([{ auth_header: null, auth_token: null }]);

  await page.getByRole('button', { name: 'Delete renamed' }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('These 13 tools go');
  await expect(question).toContainText('get-sum');
  await axe(page);
  await question.getByRole('button', { name: 'Delete server' }).click();
  await expect(page.getByText('No MCP servers')).toBeVisible();
  expect(await toolNames()).not.toContain('get-sum');
});

test('what a server says of its tools is shown; a changed tool is named by the refresh', {
  tag: ['@MC7', '@MC11', '@MC12'],
}, async ({ page }) => {
  const inputSchema = { type: 'object', properties: { at: { type: 'string' } } };
  const annotations = { destructiveHint: true, idempotentHint: true, openWorldHint: true };
  let offered: unknown[] = [
    { name: 'wipe', title: 'Wipe it', description: HIDING, inputSchema, annotations, outputSchema: inputSchema },
    { name: 'peek', description: 'Peeks', inputSchema, annotations: { readOnlyHint: true } },
  ];
  const fake = await fakeMcp({ 'tools/list': () => ({ tools: offered }) });
  const mcp = mcpOf(page);
  await mcp.open();
  await mcp.fillWeb({ name: 'fake', url: fake.url });
  await mcp.submit.click();
  for (const words of ['Wipe it', 'destructive', 'idempotent', 'open world'])
    await expect(mcp.tool('wipe')).toContainText(words);
  await expect(mcp.tool('peek')).toContainText('read-only');
  await expect(mcp.tool('wipe').locator('[data-mark]')).toHaveCount(1);
  const dialog = await mcp.openTool('wipe');
  await expect(dialog).toContainText('loose schema');
  await dialog.getByRole('tab', { name: 'Schema' }).click();
  await expect(dialog.getByRole('region', { name: 'All of its description' })).toContainText('the end');
  await expect(dialog.getByRole('region', { name: 'What it takes' })).toContainText('"at"');
  await expect(dialog.getByRole('region', { name: 'What it returns' })).toContainText('"at"');
  await axe(page);
  await page.keyboard.press('Escape');
  offered = [
    { name: 'wipe', description: 'Wipes all', inputSchema },
    { name: 'fresh', inputSchema },
  ];
  await mcp.refreshButton.click();
  await expect(page.getByText('Added: fresh. Updated: wipe. Deleted: peek.')).toBeVisible();
  await expect(mcp.tools.getByRole('listitem')).toHaveCount(2);
});

test('templates are filled with the variables of the agent that is chosen', { tag: ['@MC12', '@MC14'] }, async ({
  page,
  api,
}) => {
  const fake = await fakeMcp();
  const agent = await makeAgent(api);
  await api.patch(lettaPath(`/agents/${agent.id}`), { secrets: { USER: 'Ada' } });
  const mcp = mcpOf(page);
  await page.goto(`/servers/embedded/mcp?agent=${agent.id}`);
  await mcp.fillWeb({ name: 'fake', url: fake.url });
  await mcp.field('Token').fill('Bearer {{ USER | nobody }}');
  await mcp.submit.click();
  await expect(mcp.tool('look')).toBeVisible();
  await expect(mcp.agent).toHaveValue(agent.id);
  expect(fake.seen.at(-1)?.headers['authorization']).toBe('Bearer nobody');
  await mcp.refreshButton.click();
  await expect(page.getByText('Nothing has changed.')).toBeVisible();
  const asked = fake.seen.filter(({ headers }) => headers['x-agent-id'] === agent.id);
  expect(asked.at(-1)?.headers['authorization']).toBe('Bearer Ada');
});

test('a program that does not start is kept, and the refresh says why', { tag: ['@MC4', '@MC12'] }, async ({
  page,
  allowStatuses,
}) => {
  allowStatuses([502]);
  const mcp = mcpOf(page);
  await mcp.open();
  await mcp.fillProgram({ name: 'missing', command: '/no/such/program', args: [] });
  await mcp.confirmCommand.check();
  await mcp.submit.click();
  await expect(page.getByText('It could not be started when it was saved.')).toBeVisible();
  await expect(mcp.connection).toHaveCount(0);
  await mcp.refreshButton.click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('/no/such/program');
  await page.getByRole('button', { name: 'Edit missing' }).click();
  await expect(mcp.confirmCommand).toHaveCount(0);
  await mcp.field('Command').fill('/no/other/program');
  await expect(mcp.submit).toHaveAccessibleDescription('Confirm the command first');
});

test('a login: opened only on a click, refused, cancelled, and done', { tag: ['@MC6'] }, async ({
  page,
  context,
  allowStatuses,
}) => {
  allowStatuses([400, 404, 502, 'sandbox']);
  const login = await startFakeLogin();
  closing.push(login.stop);
  const mcp = mcpOf(page);
  await mcp.open();
  await mcp.fillWeb({ name: 'guarded', url: login.url });
  await mcp.submit.click();
  await expect(page.getByText('No tools are known of it')).toBeVisible();
  await mcp.refreshButton.click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The MCP server asks for a login');
  const connect = mcp.connection.getByRole('button', { name: /^Connect/ });
  const logIn = mcp.connection.getByRole('button', { name: `Log in at ${new URL(login.url).origin}…` });
  await connect.click();
  await expect(mcp.connection).toContainText('guarded asks for a login.');
  await expect(logIn).toBeVisible();
  expect(context.pages()).toHaveLength(1);
  await axe(page);
  await mcp.connection.getByRole('button', { name: 'Cancel' }).click();
  await expect(mcp.connection).toContainText('Cancelled. Nothing has changed.');

  for (const choice of ['Refuse', 'Log in as Ada']) {
    await connect.click();
    const opened = context.waitForEvent('page');
    await logIn.click();
    const popup = await opened;
    expect(await popup.evaluate(() => window.opener)).toBeNull();
    await popup.getByRole('link', { name: choice }).click();
    if (choice === 'Refuse') {
      await expect(mcp.connection.getByRole('alert')).toContainText('The login was refused: access_denied');
    } else {
      await expect(popup.getByText('You are logged in.')).toBeVisible();
      await expect(mcp.connection).toContainText('Connected. It has one tool.');
    }
    await popup.close();
  }
  await expect(mcp.tool('look')).toBeVisible();
  await axe(page);
});

test('a server that hangs can be cancelled, and is given up after its limit', { tag: ['@MC5', '@MC13'] }, async ({
  page,
  allowStatuses,
}) => {
  test.slow();
  allowStatuses([504]);
  const silent = await fakeMcp({ '*': () => undefined });
  const mcp = mcpOf(page);
  await mcp.open();
  await mcp.fillWeb({ name: 'silent', url: silent.url });
  await mcp.testButton.click();
  await mcp.dialog.getByRole('button', { name: 'Cancel' }).first().click();
  await expect(mcp.dialog).toContainText('Cancelled. Nothing was saved.');
  await mcp.testButton.click();
  await expect(mcp.dialog.getByText('Connecting…')).toBeVisible();
  await expect(mcp.problem).toContainText('The MCP server did not answer in time', { timeout: 15_000 });
  await axe(page);
  await page.keyboard.press('Escape');

  const stuck = await fakeMcp({ 'tools/call': () => undefined });
  await mcp.fillWeb({ name: 'stuck', url: stuck.url });
  await mcp.submit.click();
  const dialog = await mcp.openTool('look');
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(dialog.getByText('Running…')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toContainText('Cancelled. The MCP server may let it run to its end.');
  stuck.stop();
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  allowStatuses([502]);
  await expect(dialog.getByRole('alert')).toContainText('The MCP server cannot be reached or used');
});

test('a wrong address, a taken name, and two clicks', { tag: ['@MC2', '@MC3', '@MC12'] }, async ({
  page,
  api,
  allowStatuses,
}) => {
  allowStatuses([409, 502]);
  const fake = await fakeMcp();
  const mcp = mcpOf(page);
  await mcp.open();
  await mcp.fillWeb({ name: 'one', url: 'mcp.example.com' });
  await expect(mcp.submit).toHaveAccessibleDescription('Enter a URL that begins with http:// or https://');
  await mcp.field('URL').fill('http://127.0.0.1:9/mcp');
  await mcp.testButton.click();
  await expect(mcp.problem).toContainText('The MCP server cannot be reached or used');
  await mcp.field('URL').fill(fake.url.replace('/mcp', '/elsewhere'));
  await expect(mcp.problem).toHaveCount(0);
  await mcp.field('URL').fill(fake.url);
  await mcp.submit.dblclick();
  await expect(page.getByRole('heading', { level: 1, name: /^one/ })).toBeVisible();
  expect(await api.get(lettaPath('/mcp-servers/'))).toHaveLength(1);

  await mcp.open();
  await mcp.fillWeb({ name: 'one', url: fake.url });
  await mcp.submit.click();
  await expect(mcp.problem).toContainText('There is an MCP server of this name');
  await mcp.field('Name').fill('two');
  await mcp.submit.click();
  await expect(page.getByRole('heading', { level: 1, name: /^two/ })).toBeVisible();
  await expect(mcp.tool('two_look')).toBeVisible();
  const dialog = await mcp.openTool('two_look');
  await expect(dialog).toContainText('Its server calls it look');
  await page.keyboard.press('Escape');
  fake.stop();
  await mcp.refreshButton.click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The MCP server cannot be reached or used');
});

test('without the settings, programs and private addresses are refused with what to set', {
  tag: ['@MC2', '@MC4'],
}, async ({ page, startAde, allowStatuses }) => {
  allowStatuses([400, 422]);
  const ade = await startAde();
  const mcp = mcpOf(page);
  await page.goto(`${ade.url}/servers/embedded/mcp`);
  await mcp.fillWeb({ name: 'own', url: 'http://127.0.0.1:9/mcp' });
  await mcp.testButton.click();
  await expect(mcp.problem).toContainText('ADE_ALLOW_PRIVATE_MCP=1');
  await mcp.submit.click();
  await expect(mcp.problem).toHaveCount(2);
  await expect(mcp.problem.last()).toContainText('127.0.0.1 belongs to this machine or its network');
  await page.keyboard.press('Escape');
  await mcp.fillProgram({ name: 'own', ...EXAMPLE });
  await mcp.confirmCommand.check();
  await mcp.testButton.click();
  await expect(mcp.problem).toContainText('ADE_ALLOW_STDIO=1');
  await expect(mcp.submit).toHaveAccessibleDescription('This server runs no programs as MCP servers');
  await axe(page);
});

test('presets fill in the address, never a key', { tag: ['@MC16'] }, async ({ page }) => {
  const mcp = mcpOf(page);
  await mcp.open();
  await page.getByRole('button', { name: 'Add Exa' }).click();
  await expect(mcp.field('URL')).toHaveValue('https://mcp.exa.ai/mcp');
  await expect(mcp.field('Token')).toHaveValue('');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add Zapier' }).click();
  await expect(mcp.field('Name')).toHaveValue('zapier');
  await expect(mcp.field('Header of the token')).toHaveValue('Authorization');
});

test('a server that knows only the older API: add, run, attach, refresh, edit, delete', {
  tag: ['@MC1', '@MC2', '@MC7', '@MC8', '@MC9', '@MC10', '@MC12', '@MC13'],
}, async ({ page, startWithRemote, allowStatuses }) => {
  allowStatuses([404]);
  const fake = await fakeMcp();
  const { ade, remote, api, serverId } = await startWithRemote({ privateMcp: true });
  await remote.set({ oldMcp: true });
  const agent = await makeAgent(api, { serverId });
  const mcp = mcpOf(page);
  await page.goto(`${ade.url}/servers/${serverId}/mcp?agent=${agent.id}`);
  await mcp.fillWeb({ name: 'by name', url: fake.url });
  await mcp.kind.selectOption('streamable_http');
  await mcp.submit.click();
  await expect(page).toHaveURL(/\/mcp\/by%20name\?agent=/);
  const dialog = await mcp.openTool('look');
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(dialog.getByRole('region', { name: 'Result' })).toContainText('seen');
  await page.keyboard.press('Escape');
  await mcp.tool('look').getByRole('button', { name: 'Attach look' }).click();
  await expect(mcp.tool('look')).toContainText('attached');
  await mcp.refreshButton.click();
  await expect(page.getByText('Nothing has changed.')).toBeVisible();
  await page.getByRole('button', { name: 'Edit by name' }).click();
  await mcp.field('Name').fill('new name');
  await mcp.submit.click();
  await expect(page.getByRole('heading', { level: 1, name: /^new name/ })).toBeVisible();
  await page.getByRole('button', { name: 'Delete new name' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete server' }).click();
  await expect(page.getByText('No MCP servers')).toBeVisible();
});

test('the list says when it cannot be loaded, and older SSE servers are marked', { tag: ['@MC1', '@MC2'] }, async ({
  page,
  api,
  allowStatuses,
}) => {
  allowStatuses([500]);
  const config = { mcp_server_type: 'sse', server_url: 'http://127.0.0.1:9/sse' };
  await api.post(lettaPath('/mcp-servers/'), { server_name: 'old one', config });
  const mcp = mcpOf(page);
  let isBroken = true;
  await page.route('**/v1/mcp-servers/', (route) => (isBroken ? route.fulfill({ status: 500 }) : route.continue()));
  await mcp.open();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The server failed');
  isBroken = false;
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(mcp.row('old one')).toContainText('SSE, legacy');
  await expect(mcp.row('old one')).toContainText('0 tools');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`MCP servers on a phone: ${colorScheme}`, { tag: ['@MC1', '@MC7'] }, async ({ page, api }) => {
    const config = { mcp_server_type: 'stdio', ...EXAMPLE, env: null };
    const server = await api.post<{ id: string }>(lettaPath('/mcp-servers/'), { server_name: 'everything', config });
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    const mcp = mcpOf(page);
    const fits = async () => {
      await axe(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    };
    await mcp.open();
    await expect(mcp.row('everything')).toContainText('13 tools');
    await expect(page.getByRole('button', { name: /^Server: Built-in server/ })).toBeVisible();
    await expect(page.getByRole('link', { name: 'MCP', exact: true })).toBeInViewport({ ratio: 0.95 });
    await fits();
    await page.goto(`/servers/embedded/mcp/${server.id}`);
    await expect(mcp.tool('echo')).toContainText('Echo Tool');
    await fits();
    const dialog = await mcp.openTool('get-sum');
    await expect(dialog.getByRole('button', { name: 'Run', exact: true })).toBeInViewport();
    await fits();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Edit everything' }).click();
    await expect(mcp.submit).toBeInViewport();
    await fits();
  });
}
