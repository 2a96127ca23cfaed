import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { configurationOf } from './panels/configuration.ts';
import { memoryOf } from './panels/memory.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const PHONE = { width: 390, height: 844 };

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of [
    ['desktop', { width: 1440, height: 900 }],
    ['phone', PHONE],
  ] as const) {
    test(`every page passes axe and fits: ${colorScheme}, ${size}`, async ({ page, api }) => {
      const agent = await makeAgent(api);
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      for (const path of [
        '/',
        '/settings',
        ...['agents', `agents/${agent.id}`, 'mcp'].map((each) => `/servers/embedded/${each}`),
      ]) {
        await page.goto(path);
        await page.getByRole('main').waitFor();
        await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
        await axe(page);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, path).toBeLessThanOrEqual(0);
      }
    });
  }
}

test('a phone shows one panel, and the URL says which', { tag: ['@ST1', '@ST2'] }, async ({ page, api }) => {
  const agent = await makeAgent(api);
  await page.setViewportSize(PHONE);
  await openAgent(page, agent.id);
  await simulatorOf(page).sayAndWait('My name is Ada');
  await page.getByRole('tablist', { name: 'Panels' }).getByRole('tab', { name: 'State' }).click();
  await expect(memoryOf(page).block('human').card).toContainText('Name: Ada');
  await expect(page.getByRole('img', { name: /of 32,000 tokens used/ })).toBeVisible();
  await axe(page);
  await page.reload();
  await expect(memoryOf(page).block('human').card).toBeVisible();
  await expect(simulatorOf(page).composer).toBeHidden();
});

test('the context bar: parts, numbers, text, and the dialog in the URL', {
  tag: ['@ST1', '@ST2', '@ST4', '@ST6', '@ST9'],
}, async ({ page, api }) => {
  const agent = await makeAgent(api, { human: 'Name: Sam' });
  await openAgent(page, agent.id);
  await simulatorOf(page).sayAndWait('hello');
  const parts = page.getByRole('list', { name: 'Parts of the context window' });
  await expect(parts.getByRole('button')).toContainText([
    /System prompt/,
    /Core memory/,
    /External memory/,
    /Tool definitions/,
    /Messages/,
  ]);
  await parts.getByRole('button', { name: /^Messages/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Messages' });
  await expect(dialog.getByRole('list', { name: 'Messages in the window' })).toContainText('user');
  await expect(page).toHaveURL(/part=messages/);
  await page.reload();
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('panels: collapse, resize by keyboard, remembered', async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const configuration = configurationOf(page).panel;
  const width = async () => (await configuration.boundingBox())?.width ?? 0;
  const before = await width();
  await page.getByRole('separator', { name: 'Resize configuration' }).focus();
  for (let press = 0; press < 5; press += 1) await page.keyboard.press('ArrowRight');
  await expect.poll(width).toBeGreaterThan(before + 20);
  const wide = await width();
  await page.reload();
  await expect.poll(width).toBeGreaterThan(wide - 2);
  await page.getByRole('button', { name: 'Collapse state' }).click();
  await expect(page.getByRole('button', { name: 'Show state' })).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Show state' }).click();
  await expect(memoryOf(page).block('human').card).toBeVisible();
});

test('the command menu and the shortcuts', async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  await page.keyboard.press('Control+k');
  const menu = page.getByRole('dialog').getByRole('combobox');
  await menu.fill('Empty the context');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog', { name: 'Empty the context window?' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: /shortcuts/i })).toBeVisible();
});

test('empty the context window: the history stays', async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('hello');
  await expect(page.getByRole('button', { name: /^Messages ≈/ })).toBeVisible();
  await simulator.panel.getByRole('button', { name: 'Empty the context window' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Empty it' }).click();
  await expect(page.getByRole('button', { name: /^Messages ≈/ })).toBeHidden();
  await expect(simulator.yourMessages).toHaveCount(1);
});

test('two tabs on one agent, and a paste of 5 MB', { tag: ['@AL16'] }, async ({ page, context, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const second = await context.newPage();
  await openAgent(second, agent.id);
  await Promise.all([simulatorOf(page).say('My name is Ada'), simulatorOf(second).say('count to 7')]);
  for (const tab of [page, second]) await expect(simulatorOf(tab).lastTurn).toContainText('Turn finished');
  await second.bringToFront();
  await second.reload();
  await expect(memoryOf(second).block('human').card).toContainText('Name: Ada');
  await expect(simulatorOf(second).yourMessages).toHaveCount(2);
  const composer = simulatorOf(second).composer;
  await composer.focus();
  await second.evaluate(() => navigator.clipboard.writeText('x'.repeat(5_000_000)));
  await second.keyboard.press('Control+V');
  await expect.poll(() => composer.inputValue().then((value) => value.length)).toBe(5_000_000);
  await expect(simulatorOf(second).sendButton).not.toHaveAttribute('aria-disabled', 'true');
  await composer.fill('still here');
  await simulatorOf(second).sayAndWait('count to 2');
  await expect(simulatorOf(second).agentMessages.last()).toContainText('1 2');
});
