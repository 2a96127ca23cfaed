import type { Page } from '@playwright/test';

/** The configuration panel. */
export function configurationOf(page: Page) {
  const panel = page.getByRole('region', { name: 'Configuration', exact: true });
  return {
    panel,
    name: panel.getByRole('textbox', { name: 'Name', exact: true }),
    description: panel.getByRole('textbox', { name: 'Description' }),
    tags: panel.getByRole('textbox', { name: 'Tags' }),
    model: panel.getByRole('combobox', { name: 'Model' }),
    saveButton: panel.getByRole('button', { name: 'Save', exact: true }),
    tools: panel.getByRole('list', { name: 'Attached tools' }),
    openPrompt: () => panel.getByRole('button', { name: 'System prompt', exact: true }).click(),
    promptEditor: panel.getByTestId('code-editor'),
    savePromptButton: panel.getByRole('button', { name: 'Save prompt' }),
    revertPromptButton: panel.getByRole('button', { name: 'Revert' }),
  };
}
