import type { Page } from '@playwright/test';

/** Archival memory in the state panel. */
export function archivalOf(page: Page) {
  const panel = page.getByRole('region', { name: 'State', exact: true });
  return {
    newest: panel.getByRole('list', { name: 'Archival memories, newest first' }),
    results: panel.getByRole('list', { name: 'Search results, best first' }),
    search: panel.getByRole('searchbox', { name: 'Search archival memory' }),
    addButton: panel.getByRole('button', { name: 'Add to archival memory' }),
    async add(text: string, tags: string[] = []) {
      await this.addButton.click();
      const dialog = page.getByRole('dialog', { name: 'Add to archival memory' });
      await dialog.getByRole('textbox', { name: 'Text' }).fill(text);
      for (const tag of tags) {
        await dialog.getByRole('textbox', { name: 'Tags' }).fill(tag);
        await dialog.getByRole('textbox', { name: 'Tags' }).press('Enter');
      }
      await dialog.getByRole('button', { name: 'Add memory' }).click();
      await dialog.waitFor({ state: 'hidden' });
    },
  };
}
