import type { Page } from '@playwright/test';
import { createAdeApi } from './ade-api.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { fillServer } from './panels/servers.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

function doctorOf(page: Page) {
  const panel = page.getByRole('region', { name: 'Check of the connection' });
  return {
    panel,
    model: panel.getByRole('combobox', { name: 'Try a turn with' }),
    check: panel.getByRole('button', { name: 'Check', exact: true }),
    findings: panel.getByRole('list', { name: 'Findings' }).getByRole('listitem'),
    copy: panel.getByRole('button', { name: 'Copy report' }),
    diagnosis: panel.getByRole('status', { name: 'Diagnosis' }),
    async run() {
      await this.check.click();
      await expect(this.copy).toBeVisible({ timeout: 30_000 });
    },
  };
}

test('a newcomer with an address and a password is chatting in under a minute', {
  tag: ['@CON1', '@CON3', '@CON6'],
}, async ({ page, startAde, startRemote }) => {
  const [ade, remote] = await Promise.all([startAde(), startRemote({ password: 'remote-password-canary' })]);
  const started = Date.now();
  await page.goto(ade.url);
  const dialog = await fillServer(page, { name: 'Ours', url: remote.url, key: 'remote-password-canary' });
  await dialog.getByRole('button', { name: 'Add server' }).click();
  await page
    .getByRole('link', { name: 'Ours' })
    .or(page.getByRole('button', { name: /^Server: Ours/ }))
    .first()
    .click();
  await page.getByRole('button', { name: 'Start companion' }).click();
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('My name is Ada');
  await expect(simulator.agentMessages.last()).toContainText('Ada');
  expect(Date.now() - started).toBeLessThan(60_000);
});

test('the doctor finds the built-in server fine, turn and all, and the page says what it offers', {
  tag: ['@CON8'],
}, async ({ page, ade }) => {
  await page.goto(`${ade.url}/servers/embedded/connection`);
  const doctor = doctorOf(page);
  await doctor.model.selectOption('demo/scripted');
  await doctor.run();
  await expect(doctor.diagnosis).toHaveText('Everything that was tried is fine.');
  await expect(doctor.findings).toHaveCount(11);
  await expect(doctor.findings.filter({ hasText: 'Streaming' })).toContainText(/its first piece came after \d+ ms/);
  const agents = await createAdeApi(ade.url).get<{ tags: string[] }[]>(
    '/api/servers/embedded/v1/agents/?show_hidden_agents=true&tags=letta-ade-check&include=agent.tags',
  );
  expect(agents).toEqual([]);
  const offered = page.getByRole('list', { name: 'Capabilities' }).getByRole('listitem');
  await expect(offered.filter({ hasText: 'Conversations' }).first()).not.toContainText('not here');
  await expect(offered.filter({ hasText: 'Templates' })).toContainText('not here; comes with Letta Cloud');
  await axe(page);
});

test('the doctor names a wrong password, and the report holds no key', { tag: ['@CON10'] }, async ({
  page,
  startAde,
  startRemote,
  allowStatuses,
}) => {
  allowStatuses([401]);
  const [ade, remote] = await Promise.all([startAde(), startRemote({ password: 'right-canary' })]);
  const body = { name: 'Remote', url: remote.url, key: 'wrong-canary' };
  const { id } = await createAdeApi(ade.url).post<{ id: string }>('/api/servers', body);
  await page.goto(`${ade.url}/servers/${id}/connection`);
  const doctor = doctorOf(page);
  await doctor.run();
  await expect(doctor.diagnosis).toContainText('The server does not accept the key (HTTP 401).');
  await expect(doctor.diagnosis).toContainText('Enter the key or password again.');
  await expect(doctor.findings.filter({ hasText: 'Models' })).toContainText('Not tried');
  await doctor.copy.click();
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain('- Password: failed');
  expect(report).not.toContain('wrong-canary');
  await axe(page);
});

test('a server without Redis and without a word about itself: the doctor says what follows, nothing is off unseen', {
  tag: ['@CON15'],
}, async ({ page, startWithRemote }) => {
  const { ade, remote, serverId } = await startWithRemote();
  await remote.set({ html: { status: 200 }, onlyPath: 'openapi' });
  await page.goto(`${ade.url}/servers/${serverId}/connection`);
  await expect(page.getByText(/It asks for no password: whoever reaches it can run Python on it\./)).toBeVisible();
  const doctor = doctorOf(page);
  await doctor.model.selectOption('demo/scripted');
  await doctor.run();
  await expect(doctor.findings.filter({ hasText: 'Runs in the background' })).toContainText('the server has no Redis');
  await expect(doctor.diagnosis).toContainText('asks for no password');
  await expect(page.getByText(/^The server does not say/)).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a server that is gone, on a phone: ${colorScheme}`, { tag: ['@R1'] }, async ({
    page,
    startWithRemote,
    allowStatuses,
  }) => {
    allowStatuses([502]);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    const { ade, remote, serverId } = await startWithRemote();
    await remote.stop();
    await page.goto(`${ade.url}/servers/${serverId}/connection`);
    const doctor = doctorOf(page);
    await doctor.run();
    await expect(doctor.diagnosis).toContainText('Nothing answers at 127.0.0.1');
    await axe(page);
  });
}
