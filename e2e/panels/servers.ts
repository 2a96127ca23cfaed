import type { Page } from '@playwright/test';

/** Opens the dialog for a new server and fills it in. */
export async function fillServer(page: Page, server: { name: string; url: string; key?: string }) {
  await page.getByRole('button', { name: 'Add a server' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add a Letta server' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(server.name);
  await dialog.getByRole('textbox', { name: 'URL' }).fill(server.url);
  if (server.key) await dialog.getByLabel('Password or API key').fill(server.key);
  return dialog;
}
