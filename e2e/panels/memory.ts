import type { Page } from '@playwright/test';

/** Core memory in the state panel. */
export function memoryOf(page: Page) {
  const panel = page.getByRole('region', { name: 'State', exact: true });
  return {
    panel,
    /** One block's card. */
    block(label: string) {
      const card = panel.getByRole('listitem', { name: `Memory block ${label}` });
      return {
        card,
        editButton: card.getByRole('button', { name: `Edit ${label}` }),
        editor: card.getByRole('textbox', { name: `Value of ${label}` }),
        saveButton: card.getByRole('button', { name: 'Save', exact: true }),
        conflict: card.getByRole('alert', { name: 'Conflict' }),
        async chooseAction(name: RegExp | string) {
          await card.getByRole('button', { name: `Actions for ${label}` }).click();
          await page.getByRole('menuitem', { name }).click();
        },
      };
    },
    newBlockButton: panel.getByRole('button', { name: 'New memory block' }),
    attachButton: panel.getByRole('button', { name: 'Attach a block from the library' }),
  };
}
