import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { memoryOf } from './panels/memory.ts';
import { simulatorOf } from './panels/simulator.ts';

test('a stranger starts the companion and sees its memory change while it answers', {
  tag: ['@CR2', '@SM3', '@SM6', '@SM8', '@SM10', '@SM11', '@CM1', '@CM15', '@ST13', '@ST14'],
}, async ({ startAde, page }) => {
  const ade = await startAde();
  await page.goto(ade.url);
  await expect(page.getByRole('heading', { name: 'Welcome to Letta ADE' })).toBeVisible();
  await axe(page);
  await page.getByRole('button', { name: 'Start companion' }).click();

  const simulator = simulatorOf(page);
  const human = memoryOf(page).block('human');
  const gauge = page.getByRole('img', { name: /tokens used/ });
  await expect(human.card).toContainText('I know nothing about this person yet.');
  const before = await gauge.getAttribute('aria-label');
  await simulator.say('My name is Ada');
  await expect(human.card).toContainText('changed in the last turn');
  await expect(human.card).toContainText('Name: Ada');

  await expect(simulator.lastTurn).toContainText('Turn finished');
  await expect(simulator.agentMessages.last()).toContainText('Nice to meet you, Ada!');
  await expect(simulator.panel.getByRole('button', { name: /^Reasoning/ }).first()).toBeVisible();
  await expect(gauge).not.toHaveAttribute('aria-label', before ?? '');
  const call = simulator.toolCall('memory_replace');
  await expect(call).toContainText('success');
  await call.click();
  await expect(simulator.panel.getByText('Name: Ada').first()).toBeVisible();
  await axe(page);
});

test('the researcher keeps a note and finds it again', { tag: ['@AR1'] }, async ({ page, ade }) => {
  await page.goto(ade.url);
  await page.getByRole('button', { name: 'Start researcher' }).click();
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('Remember that the speed of light is 299,792 km per second');
  const archive = page.getByRole('list', { name: 'Archival memories, newest first' });
  await expect(archive.getByText('the speed of light is 299,792 km per second')).toBeVisible();
  await simulator.sayAndWait('How fast is light?');
  await expect(simulator.toolCall('archival_memory_search')).toContainText('success');
  await expect(simulator.agentMessages.last()).toContainText('299,792');
});

test('the tool user runs its Python tool, and shows what it printed', { tag: ['@SM11'] }, async ({ page, ade }) => {
  await page.goto(ade.url);
  await page.getByRole('button', { name: 'Start tool user' }).click();
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('Use roll_dice with sides=20 count=3');
  const call = simulator.toolCall('roll_dice');
  await expect(call).toContainText('success');
  await call.click();
  await expect(simulator.panel.getByText('rolled 3d20')).toBeVisible();
  await expect(simulator.panel.getByText('Printed (stdout)')).toBeVisible();
  await expect(simulator.panel.getByText('"sides": 20')).toBeVisible();
});

test('without Python, the tool says what is missing and the agent goes on', { tag: ['@SM11'] }, async ({
  page,
  startAde,
}) => {
  const ade = await startAde({ env: { PATH: '/nowhere' } });
  await page.goto(ade.url);
  await page.getByRole('button', { name: 'Start tool user' }).click();
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('Use roll_dice with sides=20');
  await expect(simulator.toolCall('roll_dice')).toContainText('error');
  await expect(simulator.agentMessages.last()).toContainText(/Python/);
  await simulator.sayAndWait('My name is Ada');
  await expect(memoryOf(page).block('human').card).toContainText('Name: Ada');
});

test('the way to a real model is in sight', async ({ page, ade }) => {
  await page.goto(ade.url);
  await page.getByRole('button', { name: 'Add a real model' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a real model' });
  await expect(dialog.getByText('OPENAI_API_KEY=sk-… npm start')).toBeVisible();
  await axe(page);
});
