import type { Page } from '@playwright/test';

/** The list of a server's agents. */
export function listOf(page: Page) {
  const list = page.getByRole('list', { name: 'Agents', exact: true });
  const rows = list.getByRole('listitem');
  const bar = page.getByRole('toolbar', { name: 'Selected agents' });
  return {
    list,
    rows,
    links: list.getByRole('link'),
    row: (name: string) => rows.filter({ has: page.getByRole('link', { name, exact: true }) }),
    tick: (name: string) => list.getByRole('checkbox', { name: `Select ${name}`, exact: true }),
    ticked: list.getByRole('checkbox', { checked: true }),
    bar,
    moreFilters: page.getByText(/^More filters/),
    /** Opens an agent's menu and chooses from it. */
    actions: async (name: string, item: string) => {
      await list.getByRole('button', { name: `Actions for ${name}`, exact: true }).click();
      await page.getByRole('menuitem', { name: item }).click();
    },
  };
}
