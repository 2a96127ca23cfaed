import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { createAdeApi } from './ade-api.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { fillServer } from './panels/servers.ts';
import { simulatorOf } from './panels/simulator.ts';
import { openTlsFront } from './tls-front.ts';

const KEY = 'details-password-canary';
const USER = 'user-00000000-0000-4000-8000-000000000000';

function rowOf(page: Page, name: string) {
  return page.getByRole('list', { name: 'Servers' }).getByRole('listitem', { name });
}

test('project, acting user and the older password header go with every call, and the color marks the server', {
  tag: ['@CON7', '@CON8', '@CON12', '@CON13'],
}, async ({ page, startAde, startRemote }) => {
  const [ade, remote] = await Promise.all([startAde(), startRemote({ password: KEY })]);
  await page.goto(`${ade.url}/settings`);
  const dialog = await fillServer(page, { name: 'Production', url: remote.url, key: KEY });
  await dialog.getByText('More', { exact: true }).click();
  await dialog.getByRole('combobox', { name: 'Color' }).selectOption('Red');
  await dialog.getByRole('textbox', { name: 'Project' }).fill('my-project');
  await dialog.getByRole('textbox', { name: 'Acting user' }).fill(USER);
  await dialog.getByRole('combobox', { name: 'The key is sent as' }).selectOption('X-BARE-PASSWORD: password …');
  await dialog.getByRole('button', { name: 'Test connection' }).click();
  await expect(dialog.getByText(/answers in/)).toBeVisible();
  await axe(page);
  await dialog.getByRole('button', { name: 'Add server' }).click();
  const row = rowOf(page, 'Production');
  await expect(row).toContainText('marked red');
  await row.getByRole('link', { name: 'Production' }).click();
  await page.getByRole('button', { name: 'Start companion' }).click();
  await simulatorOf(page).sayAndWait('My name is Ada');

  // The one call without the password is the question whether the server needs it.
  const calls = await remote.requests();
  const withKey = calls.filter(({ headers }) => headers['x-bare-password'] !== undefined);
  expect(withKey.length).toBeGreaterThan(5);
  expect(withKey.filter(({ method }) => method === 'POST')).not.toHaveLength(0);
  for (const { headers } of withKey) {
    expect(headers).toMatchObject({ 'x-bare-password': `password ${KEY}`, 'x-project': 'my-project', user_id: USER });
  }
  expect(calls.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);

  await page.getByRole('button', { name: /^Server: Production, marked red\. Letta 0\.16/ }).click();
  const items = page.getByRole('menu', { name: 'Servers' }).getByRole('menuitem');
  await expect(items.filter({ hasText: 'Production' })).toContainText(/Letta 0\.16\.\d+, \d+ ms/);
  await expect(items.filter({ hasText: 'Built-in server' })).toContainText(/Letta 0\.16\.\d+, \d+ ms/);
  await page.keyboard.press('Escape');

  await page.goto(`${ade.url}/settings`);
  await row.getByRole('button', { name: 'Edit Production' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit Production' });
  await expect(edit.getByRole('textbox', { name: 'Project' })).toHaveValue('my-project');
  await edit.getByRole('textbox', { name: 'Project' }).fill('');
  await edit.getByRole('combobox', { name: 'The key is sent as' }).selectOption('Authorization: Bearer …');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit).toBeHidden();
  await remote.reset();
  await row.getByRole('link', { name: 'Production' }).click();
  await expect(page.getByText('companion').first()).toBeVisible();
  const agents = (await remote.requests()).filter(({ path }) => path.startsWith('/v1/agents/'));
  expect(agents.map(({ headers }) => headers)).toContainEqual(
    expect.objectContaining({ authorization: `Bearer ${KEY}`, user_id: USER }),
  );
  expect(agents.filter(({ headers }) => headers['x-project'] ?? headers['x-bare-password'])).toEqual([]);
});

test('a certificate that nobody signed: it is shown, trusted by a click, and no other is taken in its place', async ({
  page,
  startAde,
  startRemote,
  allowStatuses,
}) => {
  // The key is gone with its address, so whoever trusts the second certificate is not logged in.
  allowStatuses([502, 401]);
  const [ade, remote] = await Promise.all([startAde(), startRemote({ password: KEY })]);
  const [first, second] = await Promise.all([openTlsFront(remote.url), openTlsFront(remote.url, 'second')]);
  try {
    await page.goto(`${ade.url}/settings`);
    const dialog = await fillServer(page, { name: 'Self-signed', url: first.url, key: KEY });
    await dialog.getByRole('button', { name: 'Test connection' }).click();
    const shown = dialog.getByRole('region', { name: 'Certificate of the server' });
    await expect(shown).toContainText('5B:45:13:1F');
    await expect(shown).toContainText('CN=localhost');
    await expect(shown).toContainText('2126');
    expect(first.passed()).toBe(0);
    await axe(page);
    await shown.getByRole('button', { name: 'Trust this certificate' }).click();
    await expect(dialog.getByText(/answers in/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Add server' }).click();
    const row = rowOf(page, 'Self-signed');
    await expect(row).toContainText('certificate trusted');
    await expect(row).toContainText(/Letta 0\.16/);

    // Another address shows another certificate: the trusted one is forgotten, and the new one has to be looked at.
    await row.getByRole('button', { name: 'Edit Self-signed' }).click();
    const edit = page.getByRole('dialog', { name: 'Edit Self-signed' });
    await expect(edit.getByText('Only this certificate is trusted')).toBeVisible();
    await edit.getByRole('textbox', { name: 'URL' }).fill(second.url);
    await expect(edit.getByText('Only this certificate is trusted')).toBeHidden();
    await edit.getByRole('button', { name: 'Save' }).click();
    await expect(row).not.toContainText('certificate trusted');
    await expect(row).toContainText('does not know');
    expect(second.passed()).toBe(0);

    await row.getByRole('link', { name: 'Check the connection' }).click();
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    const found = page.getByRole('region', { name: 'Certificate of the server' });
    await expect(found).toContainText('SHA-256');
    await axe(page);
    expect(second.passed()).toBe(0);
    await found.getByRole('button', { name: 'Trust this certificate' }).click();
    const findings = page.getByRole('list', { name: 'Findings' }).getByRole('listitem');
    await expect(findings.filter({ hasText: 'Encryption' })).toContainText('The certificate is trusted: by you');
    await expect(findings.filter({ hasText: 'Letta at this address' })).toContainText('fine');
    await expect(page.getByRole('button', { name: 'Copy report' })).toBeVisible({ timeout: 30_000 });
  } finally {
    await page.close();
    await Promise.all([first.close(), second.close()]);
  }
});

test('connections go to a file without keys, and come back without those that are here', async ({ page, startAde }) => {
  const [ade, other] = await Promise.all([startAde(), startAde()]);
  const api = createAdeApi(ade.url);
  await api.post('/api/servers', { name: 'Red one', url: 'http://127.0.0.1:9', key: KEY, color: 'red', project: 'p' });
  await api.post('/api/servers', { name: 'Both have it', url: 'http://127.0.0.1:19/letta' });
  await page.goto(`${ade.url}/settings`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export connections' }).click(),
  ]);
  const path = await download.path();
  const text = await readFile(path, 'utf8');
  expect(text).toContain('Red one');
  expect(text).not.toContain(KEY);

  await createAdeApi(other.url).post('/api/servers', { name: 'Mine', url: 'http://127.0.0.1:19/letta/' });
  await page.goto(`${other.url}/settings`);
  await page.getByRole('button', { name: 'Import…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import connections' });
  const file = dialog.getByLabel('File');
  await file.setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from('{"agents":[]}') });
  await expect(dialog.getByRole('alert')).toContainText('not an export of connections');
  await file.setInputFiles({ name: 'connections.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await expect(dialog.getByRole('list', { name: 'New' }).getByRole('listitem')).toHaveText([
    'Red onehttp://127.0.0.1:9',
  ]);
  const skipped = dialog.getByRole('list', { name: 'Skipped: their address is here already' });
  await expect(skipped.getByRole('listitem')).toHaveText(['Both have ithttp://127.0.0.1:19/letta']);
  await axe(page);
  await dialog.getByRole('button', { name: 'Import 1 connection' }).click();
  await expect(rowOf(page, 'Red one')).toContainText('marked red');
  await expect(rowOf(page, 'Red one')).not.toContainText('key saved');
  await expect(rowOf(page, 'Both have it')).toBeHidden();
});

test('a draft outlives a switch to another server and back', { tag: ['@CON5'] }, async ({ page, startWithRemote }) => {
  const { ade } = await startWithRemote();
  await page.goto(`${ade.url}/servers/embedded/agents`);
  await page.getByRole('button', { name: 'Start companion' }).click();
  const { composer } = simulatorOf(page);
  await composer.fill('half a thought');
  await page.getByRole('button', { name: /^Server: Built-in server/ }).click();
  await page.getByRole('menuitem', { name: /^Remote/ }).click();
  await expect(page.getByText('No agents on this server yet')).toBeVisible();
  await page.getByRole('button', { name: /^Server: Remote/ }).click();
  await page.getByRole('menuitem', { name: /^Built-in server/ }).click();
  await page
    .getByRole('link', { name: /companion/i })
    .first()
    .click();
  await expect(composer).toHaveValue('half a thought');
});

test('what to know about https pages, CORS and Letta Desktop stands where a server is added, and the browser asks nobody else', {
  tag: ['@CON9', '@CON14', '@CON16'],
}, async ({ page, startWithRemote }) => {
  const { ade, serverId } = await startWithRemote();
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).origin));
  await page.goto(`${ade.url}/servers/${serverId}/agents`);
  await expect(page.getByText('No agents on this server yet')).toBeVisible();
  expect([...asked].filter((origin) => origin.startsWith('http'))).toEqual([new URL(ade.url).origin]);

  await page.goto(`${ade.url}/settings`);
  await rowOf(page, 'Remote').getByRole('button', { name: 'Edit Remote' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit Remote' });
  await dialog.getByText('Trouble connecting?').click();
  await expect(
    dialog.getByText(/^A page over https cannot call an http:\/\/ server by itself\. Here that works/),
  ).toBeVisible();
  await expect(dialog.getByText(/no CORS setting \(ACCEPTABLE_ORIGINS\) is needed/)).toBeVisible();
  await expect(
    dialog.getByText(/~\/\.letta\/desktop_config\.json.*“embedded”.*“local”.*url with its token/),
  ).toBeVisible();
  await axe(page);
  await dialog.getByRole('link', { name: 'Check the connection' }).click();
  await expect(page).toHaveURL(`${ade.url}/servers/${serverId}/connection`);
});

test('which variable of a server enables which provider', { tag: ['@CON17'] }, async ({ page, startWithRemote }) => {
  const { ade, serverId } = await startWithRemote();
  await page.goto(`${ade.url}/servers/${serverId}/models`);
  const help = page.getByRole('region', { name: 'Models from the environment' });
  const names = [
    ...['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'GEMINI_API_KEY', 'OLLAMA_BASE_URL', 'VLLM_API_BASE'],
    ...['LMSTUDIO_BASE_URL', 'GROQ_API_KEY', 'XAI_API_KEY', 'TOGETHER_API_KEY', 'DEEPSEEK_API_KEY'],
    ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_DEFAULT_REGION', 'AZURE_API_KEY', 'AZURE_BASE_URL'],
    ...['AZURE_API_VERSION', 'GOOGLE_CLOUD_PROJECT', 'GOOGLE_CLOUD_LOCATION'],
  ];
  for (const name of names) await expect(help.getByText(name, { exact: true })).toBeVisible();
  await axe(page);
});
