import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { archivalOf } from './panels/archival.ts';

test('add with tags, list, search, filter, delete', { tag: ['@AR1', '@AR5', '@AR7', '@ST7'] }, async ({
  page,
  api,
}) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const archival = archivalOf(page);
  await expect(page.getByText('Nothing archived yet')).toBeVisible();
  await archival.add('The sky is blue', ['colour', 'sky']);
  await archival.add('Tea is served at four', ['tea']);
  await expect(archival.newest.getByRole('listitem')).toHaveCount(2);
  await expect(archival.newest.getByRole('listitem').first()).toContainText('Tea is served at four');
  await archival.search.fill('what colour is the sky');
  await expect(archival.results.getByRole('listitem').first()).toContainText('The sky is blue');
  await archival.search.fill('');
  await archival.newest.getByRole('button', { name: 'Only tagged tea' }).click();
  await expect(archival.newest.getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await axe(page);
  await archival.newest
    .getByRole('listitem')
    .filter({ hasText: 'The sky is blue' })
    .getByRole('button', { name: 'Delete memory' })
    .click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete memory' }).click();
  await expect(archival.newest.getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: /^External memory ≈/ }).click();
  await expect(page.getByRole('dialog', { name: 'External memory' })).toContainText('Archival memory holds 1 passages');
});

test('a tag that no memory has any more does not look like an empty archive', { tag: ['@AR5'] }, async ({
  page,
  api,
}) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  const archival = archivalOf(page);
  await archival.add('The sky is blue', ['colour']);
  await archival.add('Tea is served at four', ['tea']);
  await archival.newest.getByRole('button', { name: 'Only tagged tea' }).click();
  await archival.newest.getByRole('button', { name: 'Delete memory' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete memory' }).click();
  await expect(page.getByText('No memory loaded so far has these tags.')).toBeVisible();
  await expect(page.getByText('Nothing archived yet')).toBeHidden();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(archival.newest.getByRole('listitem')).toHaveCount(1);
});

test('a text that is too long is refused before it is sent, and kept', async ({ page, api }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  await archivalOf(page).addButton.click();
  const dialog = page.getByRole('dialog', { name: 'Add to archival memory' });
  await dialog.getByRole('textbox', { name: 'Text' }).fill('word '.repeat(8_000));
  await expect(dialog.getByText(/Letta takes at most 8,192 tokens at once/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Add memory' })).toHaveAttribute('aria-disabled', 'true');
});
