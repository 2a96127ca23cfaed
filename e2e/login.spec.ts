import type { Page } from '@playwright/test';
import { createAdeApi } from './ade-api.ts';
import { makeAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { browserOptions } from './browser-options.ts';
import { expect, test } from './fixtures.ts';
import { simulatorOf } from './panels/simulator.ts';
import type { Ade } from './start-ade.ts';

const PASSWORD = 'correct horse battery';

test.use({ adeOptions: { env: { ADE_PASSWORD: PASSWORD } } });

async function logIn(page: Page, password = PASSWORD): Promise<void> {
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

/** Calls to the process as somebody who has logged in. */
async function apiOf({ url }: Ade) {
  const body = new URLSearchParams({ password: PASSWORD });
  const answer = await fetch(`${url}/login`, { method: 'POST', body, redirect: 'manual' });
  return createAdeApi(url, { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' });
}

test('a person logs in, comes to where they wanted to go, and logs out for good', async ({
  page,
  context,
  ade,
  allowStatuses,
}) => {
  allowStatuses([401]);
  const agent = await makeAgent(await apiOf(ade), { name: 'Canary of a session' });
  const place = `/servers/embedded/agents/${agent.id}`;
  await page.goto(place);
  await expect(page).toHaveTitle('Log in · Letta ADE');
  await expect(page.getByLabel('Password')).toBeFocused();
  await axe(page);
  await logIn(page, 'wrong horse battery');
  await expect(page.getByRole('alert')).toHaveText('That is not the password. Check it and try again.');
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/That is not the password/);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await axe(page);
  await logIn(page);
  await expect(page).toHaveURL(new RegExp(`${place}$`));
  // The way back leads to the form that failed, which a browser does not send again; so a page without it.
  await page.close();
  const first = await context.newPage();
  await first.goto('/settings');
  await first.goto(place);
  await simulatorOf(first).composer.fill('a draft that nobody else should read');

  const other = await context.newPage();
  await other.goto(place);
  await expect(other.getByText('Canary of a session').first()).toBeVisible();
  await other.goto('/settings');
  await expect(other.getByText('Data folder')).toBeVisible();
  await axe(other);
  await other.getByRole('button', { name: 'Log out' }).click();
  const question = other.getByRole('alertdialog', { name: 'Log out of Letta ADE?' });
  await question.getByRole('button', { name: 'Log out' }).click();
  for (const tab of [other, first]) {
    await expect(tab).toHaveURL(/\/login$/);
    await tab.goBack();
    await expect(tab).toHaveTitle('Log in · Letta ADE');
    await expect(tab.getByText('Canary of a session')).toHaveCount(0);
  }
  const kept = await other.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(kept).not.toContain('nobody else');
  expect(kept).not.toContain(agent.id);
});

test('the command menu logs out too, and without a password nobody is asked to', async ({ page, startAde, ade }) => {
  await page.goto(`${ade.url}/`);
  await logIn(page);
  // Another journey may have made an agent here.
  await page.getByRole('heading', { name: /^(Welcome to Letta ADE|Your agents)$/ }).waitFor();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('log out');
  await page.getByRole('option', { name: 'Log out' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Log out' }).click();
  await expect(page).toHaveURL(/\/login$/);

  const open = await startAde();
  await page.goto(`${open.url}/settings`);
  await expect(page.getByText('Data folder')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Log out' })).toHaveCount(0);
});

test('after a crash in mid-turn one logs in again: the draft is there, and the turn ends', { tag: ['@R29'] }, async ({
  page,
  startAde,
  allowStatuses,
}) => {
  allowStatuses([401, 'network']);
  const ade = await startAde({ env: { ADE_PASSWORD: PASSWORD } });
  const agent = await makeAgent(await apiOf(ade));
  await page.goto(`${ade.url}/servers/embedded/agents/${agent.id}`);
  await logIn(page);
  const simulator = simulatorOf(page);
  await simulator.say('count to 200');
  await expect(simulator.agentMessages).toContainText('10 11 12');
  await simulator.composer.fill('what I was about to say');
  await ade.kill9();
  await ade.start();
  const banner = page.getByRole('alert').filter({ hasText: 'You are not logged in any more' });
  await expect(banner).toBeVisible({ timeout: 6_000 });
  await axe(page);
  await expect(simulator.composer).toHaveValue('what I was about to say');
  await banner.getByRole('button', { name: 'Log in again' }).click();
  await logIn(page);
  await expect(page).toHaveURL(new RegExp(`/agents/${agent.id}$`));
  await expect(simulator.composer).toHaveValue('what I was about to say');
  await expect(simulator.yourMessages).toHaveCount(1);
  await expect(page.getByRole('alert').filter({ hasText: 'not logged in' })).toHaveCount(0);
  await simulator.composer.press('Enter');
  await expect(simulator.yourMessages).toHaveCount(2);
  await expect(simulator.lastTurn).toContainText('Turn finished');
});

test('over plain http from another machine it says so, and works', async ({ playwright, startAde }) => {
  const ade = await startAde({ env: { HOST: '0.0.0.0', ADE_PASSWORD: PASSWORD, ADE_ALLOWED_HOSTS: 'box.lan' } });
  expect(ade.logs()).toContain('Without TLS the password can be read on the network.');
  expect(ade.logs()).toMatch(/Letta ADE is ready at http:\/\/[\w.:-]+\n/);
  const agent = await makeAgent(await apiOf(ade));
  const { args = [], ...options } = browserOptions();
  const rules = '--host-resolver-rules=MAP box.lan 127.0.0.1';
  const browser = await playwright.chromium.launch({ ...options, args: [...args, rules] });
  try {
    const page = await (await browser.newContext()).newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`http://box.lan:${new URL(ade.url).port}/servers/embedded/agents/${agent.id}`);
    await expect(page.getByText('This connection is not encrypted')).toBeVisible();
    await axe(page);
    await logIn(page);
    await simulatorOf(page).sayAndWait('My name is Ada');
    await expect(simulatorOf(page).agentMessages).toContainText('Nice to meet you, Ada!');
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    expect(problems).toEqual([]);
    expect(page.url()).not.toMatch(/[?#]/);
    expect(ade.logs()).not.toContain(PASSWORD);
  } finally {
    await browser.close();
  }
});
