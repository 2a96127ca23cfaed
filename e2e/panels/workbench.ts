import { expect, type Locator, type Page } from '@playwright/test';

/** The tool workbench, on its own page or in a dialog. */
export function workbenchOf(page: Page, root: Locator | Page = page) {
  const cases = root.getByRole('list', { name: 'Cases' });
  return {
    editor: root.getByTestId('code-editor').first(),
    /** Replaces the source, as a paste. */
    async write(source: string) {
      await this.editor.click();
      await page.keyboard.press('Control+A');
      await page.evaluate((text) => navigator.clipboard.writeText(text), source);
      await page.keyboard.press('Control+V');
    },
    save: root.getByRole('button', { name: 'Save', exact: true }),
    /** Saves, and waits until nothing is left to save: the button is inert while it saves, too. */
    async saveAll() {
      await this.save.click();
      await expect(this.save).toHaveAccessibleDescription('Nothing is changed');
    },
    open: (tab: 'Test' | 'Cases' | 'Schema' | 'Settings') => root.getByRole('tab', { name: tab, exact: true }).click(),
    argument: (name: string) => root.getByRole('textbox', { name }),
    run: root.getByRole('button', { name: 'Run', exact: true }),
    result: root.getByRole('region', { name: 'Result' }),
    cases,
    caseRow: (name: string) => cases.getByRole('listitem').filter({ hasText: name }),
  };
}
