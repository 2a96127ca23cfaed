import type { Page } from '@playwright/test';

/** The check of the open agent. */
export function doctorOf(page: Page) {
  const dialog = page.getByRole('dialog', { name: 'Check of this agent' });
  return {
    dialog,
    again: dialog.getByRole('button', { name: 'Check again' }),
    findings: dialog.getByRole('list', { name: 'Findings' }).getByRole('listitem'),
    /** One finding, by a piece of its title. */
    finding: (title: string) =>
      dialog.getByRole('list', { name: 'Findings' }).getByRole('listitem').filter({ hasText: title }),
    result: dialog.getByRole('status', { name: 'Result' }),
    /** Opens the check, which begins at once, and waits for its end. */
    async open() {
      await page.getByRole('button', { name: 'Check this agent' }).click();
      await this.result.waitFor();
    },
    async checkAgain() {
      await this.again.click();
      await this.result.waitFor();
    },
  };
}
