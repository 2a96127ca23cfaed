import { lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { configurationOf } from './panels/configuration.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ withProvider: true, permissions: ['clipboard-read', 'clipboard-write'] });

const KEY = 'sk-canary-provider';

test("a key of one's own: checked, added, used by an agent, changed, refreshed, deleted; never told again", {
  tag: ['@PR1', '@PR2', '@PR3', '@PR4', '@PR5', '@PR6', '@PR7', '@PR8', '@PR9', '@PR10', '@SM47'],
}, async ({ page, api, provider, allowStatuses }) => {
  test.slow();
  allowStatuses([400, 401, 404, 422, 500, 502]);
  const told: string[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/providers'))
      void response.text().then(
        (text) => told.push(text),
        () => undefined,
      );
  });
  await page.goto('/servers/embedded/models');
  await expect(page.getByText('No keys added')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Chat models', exact: true })).toContainText('demo/scripted');
  await expect(page.getByRole('list', { name: 'Embedding models' })).toContainText('local/hash');
  await axe(page);
  await page.getByRole('button', { name: 'Add a provider' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a provider' });
  await expect(dialog.getByRole('combobox', { name: 'Kind' }).locator('option', { hasText: 'Groq' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('mine');
  await dialog.getByRole('textbox', { name: 'Key', exact: true }).fill('sk broken\nkey');
  await expect(dialog.getByRole('alert')).toContainText('A key has no blanks or line breaks');
  await dialog.getByRole('textbox', { name: 'Key', exact: true }).fill(KEY);
  await dialog.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:9/v1');
  await dialog.getByRole('button', { name: 'Check' }).click();
  const failed = dialog.getByRole('alert');
  await failed.getByText('Details').click();
  await expect(failed).toContainText(/POST \/v1\/providers\/check\s+Status \d{3}/);
  await failed.getByRole('button', { name: 'Copy as curl' }).click();
  await expect(failed.getByRole('status')).toHaveText('Copied');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('curl -sS -X POST "$LETTA_BASE_URL/v1/providers/check"');
  expect(copied).toContain('"api_key": "<api_key>"');
  expect(`${copied} ${await failed.textContent()}`).not.toContain(KEY);
  await dialog.getByRole('textbox', { name: 'Address' }).fill(provider.url);
  await dialog.getByRole('button', { name: 'Check' }).click();
  await expect(dialog.getByText('The provider takes it.')).toBeVisible();
  await axe(page);
  await dialog.getByRole('button', { name: 'Add provider' }).dblclick();
  const row = page.getByRole('list', { name: 'Providers' }).getByRole('listitem', { name: 'mine' });
  await expect(row).toHaveCount(1);
  await expect(page.getByRole('list', { name: 'Chat models', exact: true })).toContainText('mine/scripted-1');
  await page.getByRole('combobox', { name: 'Whose key' }).selectOption('byok');
  await expect(page.getByRole('list', { name: 'Chat models', exact: true })).not.toContainText('demo/scripted');

  const act = async (item: string) => {
    await row.getByRole('button', { name: 'Actions for mine' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await act('Check the key');
  await expect(row.getByText('The provider takes the key.')).toBeVisible();
  await act('Read its models again');
  await expect(row.getByText('Its models were read again.')).toBeVisible();
  await act('Change the key…');
  const change = page.getByRole('dialog', { name: 'Change mine' });
  await change.getByRole('textbox', { name: 'New key' }).fill(`${KEY}-2`);
  await change.getByRole('button', { name: 'Save' }).click();
  await expect(change).toBeHidden();

  provider.script('who', [{ text: 'A model on my key.' }]);
  const agent = await makeAgent(api, { model: 'mine/scripted-1' });
  await openAgent(page, agent.id);
  await simulatorOf(page).sayAndWait('who are you');
  await expect(simulatorOf(page).agentMessages.last()).toContainText('A model on my key.');
  expect(told.join('')).not.toContain(KEY);
  expect(JSON.stringify(await api.get(lettaPath('/providers/')))).not.toContain(KEY);

  await page.goto('/servers/embedded/models');
  await act('Delete…');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete provider' }).click();
  await expect(page.getByText('No keys added')).toBeVisible();
  await openAgent(page, agent.id);
  await expect(configurationOf(page).model).toContainText('not listed');
});

test('what models the environment brings, and where to read which one to take', {
  tag: ['@PR11', '@PR12'],
}, async ({ page }) => {
  await page.goto('/servers/embedded/agents');
  await page.getByRole('link', { name: 'Models' }).click();
  await expect(page.getByText('OPENAI_API_KEY', { exact: true })).toBeVisible();
  await expect(page.getByText('GROQ_API_KEY')).toBeHidden();
  await page
    .getByRole('button', { name: "Letta's leaderboard" })
    .or(page.getByRole('link', { name: "Letta's leaderboard" }))
    .click();
  await expect(page.getByRole('dialog')).toContainText('leaderboard.letta.com');
});
