import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { createAdeApi } from './ade-api.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { archivalOf } from './panels/archival.ts';
import { memoryOf } from './panels/memory.ts';
import { fillServer } from './panels/servers.ts';
import { simulatorOf } from './panels/simulator.ts';

const KEY = 'remote-password-canary';

test('add a server with a path prefix and a password, test it, switch to it, edit and remove it', {
  tag: ['@CON1', '@CON3', '@CON4', '@CON5', '@CON6', '@CON8'],
}, async ({ page, startAde, startRemote }) => {
  const [ade, remote] = await Promise.all([startAde(), startRemote({ password: KEY, prefix: '/letta' })]);
  await page.goto(`${ade.url}/settings`);
  const dialog = await fillServer(page, { name: 'Remote', url: remote.url, key: KEY });
  await dialog.getByRole('button', { name: 'Test connection' }).click();
  await expect(dialog.getByText(/Letta 0\.16\.\d+ answers in/)).toBeVisible();
  for (const fact of [
    'A Letta server of your own',
    `${new URL(remote.url).origin} at 127.0.0.1`,
    'None, on this computer',
  ])
    await expect(dialog.getByText(fact)).toBeVisible();
  await axe(page);
  await dialog.getByRole('button', { name: 'Add server' }).click();
  const row = page.getByRole('list', { name: 'Servers' }).getByRole('listitem', { name: 'Remote' });
  await expect(row).toContainText('key saved');
  await expect(row).toContainText(/Letta 0\.16/);
  await page.reload();
  await row.getByRole('link', { name: 'Remote' }).click();
  await expect(page.getByText('No agents on this server yet')).toBeVisible();
  await page.getByRole('button', { name: /^Server: Remote/ }).click();
  await page.getByRole('menuitem', { name: /Built-in server/ }).click();
  await expect(page).toHaveURL(/servers\/embedded\/agents$/);

  await page.goto(`${ade.url}/settings`);
  await row.getByRole('button', { name: 'Edit Remote' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit Remote' });
  await expect(edit.getByLabel('Password or API key')).toHaveValue('');
  await edit.getByRole('textbox', { name: 'Name' }).fill('Far away');
  await edit.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Remove Far away' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove server' }).click();
  await expect(page.getByRole('listitem', { name: 'Far away' })).toBeHidden();
});

test('everything works through the proxy on a server with the habits of the original', {
  tag: ['@CON1', '@CON6', '@CON11', '@SM3', '@SM6', '@SM44', '@CM2', '@CM13', '@CR2', '@TL6'],
}, async ({ page, startAde, startRemote }) => {
  const [ade, remote] = await Promise.all([startAde(), startRemote({ password: KEY })]);
  const api = createAdeApi(ade.url);
  const { id } = await api.post<{ id: string }>('/api/servers', { name: 'Remote', url: remote.url, key: KEY });
  await page.goto(`${ade.url}/servers/${id}/agents`);
  await page.getByRole('button', { name: 'Start researcher' }).click();
  const simulator = simulatorOf(page);
  const human = memoryOf(page).block('human');
  await simulator.say('My name is Ada');
  await expect(human.card).toContainText('changed in the last turn');
  await expect(simulator.lastTurn).toContainText('Turn finished');
  expect(
    (await remote.requests()).filter((request) => request.method === 'POST' && request.path.endsWith('/messages')),
  ).toHaveLength(1);

  const sends = (await remote.requests()).filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'));
  const { otid } = JSON.parse(sends[0]?.body ?? '{}').messages[0];
  const stored = await (
    await remote.fetch(`/v1/agents/${new URL(page.url()).pathname.split('/').at(-1)}/messages`)
  ).json();
  expect(stored).toContainEqual(expect.objectContaining({ message_type: 'user_message', otid }));

  await human.editButton.click();
  await human.editor.fill('Name: Kim');
  const agentId = new URL(page.url()).pathname.split('/').at(-1);
  await remote.fetch(`/v1/agents/${agentId}/core-memory/blocks/human`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: '{"value":"Name: Eve"}',
  });
  await human.saveButton.click();
  await expect(human.conflict).toContainText('Eve');
  await human.conflict.getByRole('button', { name: 'Keep mine' }).click();
  await expect(human.card).toContainText('Name: Kim');
  await archivalOf(page).add('Kept far away', ['remote']);
  await expect(archivalOf(page).newest).toContainText('Kept far away');
  await simulator.say('count to 500');
  await expect(simulator.agentMessages.last()).toContainText('10 11 12');
  await simulator.stopButton.click();
  await expect(simulator.lastTurn).toContainText('stopped by you');
});

test('a stream that is cut says so, and the server is asked what became of it', { tag: ['@SM33'] }, async ({
  page,
  startWithRemote,
  allowStatuses,
}) => {
  allowStatuses(['network']);
  const { ade, remote, serverId: id } = await startWithRemote();
  await page.goto(`${ade.url}/servers/${id}/agents`);
  await page.getByRole('button', { name: 'Start companion' }).click();
  const simulator = simulatorOf(page);
  for (const [how, last] of [
    ['reset', 60],
    ['end', 70],
  ] as const) {
    await remote.set({ cutStream: { afterFrames: 20, how } });
    await simulator.say(`count to ${last}`);
    await expect(simulator.agentMessages.last()).toContainText(`${last - 1} ${last}`);
    await remote.set({ cutStream: null });
  }
  expect(
    (await remote.requests()).filter((request) => request.method === 'POST' && request.path.endsWith('/messages')),
  ).toHaveLength(2);
});

test('what is wrong with a connection is said in a sentence', { tag: ['@CON10'] }, async ({
  page,
  startAde,
  startRemote,
}) => {
  const [ade, remote] = await Promise.all([startAde(), startRemote({ password: KEY })]);
  await page.goto(`${ade.url}/settings`);
  const dialog = await fillServer(page, { name: 'Wrong', url: remote.url, key: 'not the password' });
  const test = dialog.getByRole('button', { name: 'Test connection' });
  const outcome = dialog.getByRole('alert');
  await test.click();
  await expect(outcome).toContainText(/password|key/i);
  await remote.set({ html: { status: 200 } });
  await test.click();
  await expect(outcome).toContainText(/web page/i);
  await remote.set({ html: null });
  const url = dialog.getByRole('textbox', { name: 'URL' });
  await url.fill('http://127.0.0.1:9');
  await test.click();
  await expect(outcome).toContainText(/refused|answers/i);
  await url.fill('http://nowhere.invalid');
  await test.click();
  await expect(outcome).toContainText(/nowhere\.invalid/);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});

test('a URL with a typo is refused at its field', { tag: ['@CON3'] }, async ({ page, startAde, allowStatuses }) => {
  allowStatuses([422]);
  const ade = await startAde();
  await page.goto(`${ade.url}/settings`);
  const dialog = await fillServer(page, { name: 'Typo', url: 'htp:/localhost' });
  await dialog.getByRole('button', { name: 'Add server' }).click();
  await expect(dialog.getByRole('textbox', { name: 'URL' })).toHaveAttribute('aria-invalid', 'true');
  await url169(dialog.getByRole('textbox', { name: 'URL' }));
  await dialog.getByRole('button', { name: 'Add server' }).click();
  await expect(dialog.getByRole('alert').first()).toBeVisible();
  await expect(dialog).toBeVisible();
});

test('a key goes unencrypted to an address of others only when the person says so', { tag: ['@CON3'] }, async ({
  page,
  startAde,
  allowStatuses,
}) => {
  allowStatuses([422]);
  const ade = await startAde();
  await page.goto(`${ade.url}/settings`);
  const dialog = await fillServer(page, { name: 'Far', url: 'http://203.0.113.7:8283', key: KEY });
  const note = dialog.getByRole('region', { name: 'The key would be readable on the way' });
  for (const name of ['Test connection', 'Add server']) {
    await dialog.getByRole('button', { name }).click();
    await expect(note).toContainText('http://203.0.113.7:8283 is not encrypted');
    await expect(note).toContainText('Nothing was sent.');
  }
  await axe(page);
  const url = dialog.getByRole('textbox', { name: 'URL' });
  await url.fill('http://127.0.0.1:9');
  await expect(note).toBeHidden();
  await dialog.getByRole('button', { name: 'Test connection' }).click();
  await expect(dialog.getByRole('alert')).toContainText(/refused|answers/i);
  await url.fill('http://203.0.113.7:8283');
  await dialog.getByRole('button', { name: 'Add server' }).click();
  await expect(note.getByRole('button', { name: 'Send the key unencrypted' })).toBeEnabled();
  const tested = page.waitForRequest(/\/api\/servers\/test$/);
  await note.getByRole('button', { name: 'Send the key unencrypted' }).click();
  expect((await tested).postDataJSON()).toMatchObject({ plainHttp: true });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});

async function url169(field: ReturnType<Page['getByRole']>) {
  await field.fill('http://169.254.169.254/latest');
}

test('a server from the environment', { tag: ['@CON6'] }, async ({ page, startAde, startRemote }) => {
  const remote = await startRemote({ password: KEY });
  const ade = await startAde({ env: { LETTA_BASE_URL: remote.url, LETTA_API_KEY: KEY } });
  await page.goto(`${ade.url}/settings`);
  const row = page
    .getByRole('list', { name: 'Servers' })
    .getByRole('listitem')
    .filter({ hasText: 'from the environment' });
  await expect(row).toContainText(/Letta 0\.16/);
  await expect(row.getByRole('button', { name: /^Remove/ })).toHaveCount(0);
});

test('a Letta server on localhost:8283 is found by itself', { tag: ['@CON1', '@CON2'] }, async ({ page, startAde }) => {
  await startAde({ args: ['--embedded-only'], env: { PORT: '8283' } });
  const ade = await startAde();
  await page.goto(`${ade.url}/settings`);
  const row = page
    .getByRole('list', { name: 'Servers' })
    .getByRole('listitem')
    .filter({ hasText: 'found on this machine' });
  await expect(row).toContainText(/Letta 0\.16/);
  await row.getByRole('link', { name: 'Local Letta server' }).click();
  await page.getByRole('button', { name: 'Start companion' }).click();
  await simulatorOf(page).sayAndWait('My name is Ada');
  await expect(memoryOf(page).block('human').card).toContainText('Name: Ada');
});

test('a key is nowhere but in its file', { tag: ['@CON6'] }, async ({ page, startAde, startRemote, allowStatuses }) => {
  // While the server answers with a web page, the open page may refresh something of its own.
  allowStatuses([502]);
  const canary = 'sk-canary-4f1c9d2e7b';
  const [ade, remote] = await Promise.all([startAde(), startRemote({ password: canary })]);
  const bodies: string[] = [];
  page.on('response', async (response) => {
    const headers = JSON.stringify(await response.allHeaders().catch(() => ({})));
    bodies.push(response.url(), headers, await response.text().catch(() => ''));
  });
  await page.goto(`${ade.url}/settings`);
  const dialog = await fillServer(page, { name: 'Remote', url: remote.url, key: canary });
  await dialog.getByRole('button', { name: 'Test connection' }).click();
  await expect(dialog.getByText(/answers in/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Add server' }).click();
  await page.getByRole('list', { name: 'Servers' }).getByRole('link', { name: 'Remote' }).click();
  await page.getByRole('button', { name: 'Start companion' }).click();
  await simulatorOf(page).sayAndWait('My name is Ada');
  await remote.set({ html: { status: 500 } });
  await createAdeApi(ade.url).fetch(`/api/servers/${new URL(page.url()).pathname.split('/')[2]}/v1/agents/`);
  await remote.set({ html: null });

  const storage = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie);
  const dom = await page.content();
  const spellings = [canary, Buffer.from(canary).toString('base64'), encodeURIComponent(canary)];
  for (const spelling of spellings) {
    for (const [where, text] of Object.entries({
      responses: bodies.join('\n'),
      storage,
      dom,
      log: ade.logs(),
      url: page.url(),
    })) {
      expect(text.includes(spelling), `the key is in: ${where}`).toBe(false);
    }
  }
  const holders: string[] = [];
  for (const file of await readdir(ade.home, { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath, file.name);
    if (file.isFile() && (await readFile(path)).includes(canary)) holders.push(file.name);
  }
  expect(holders).toEqual(['secrets.json']);
  expect((await stat(join(ade.home, 'secrets.json'))).mode & 0o777).toBe(0o600);
});
