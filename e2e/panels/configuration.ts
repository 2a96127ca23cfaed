import type { Page } from '@playwright/test';

/** The configuration panel. */
export function configurationOf(page: Page) {
  const panel = page.getByRole('region', { name: 'Configuration', exact: true });
  return {
    panel,
    name: panel.getByRole('textbox', { name: 'Name', exact: true }),
    description: panel.getByRole('textbox', { name: 'Description' }),
    tags: panel.getByRole('textbox', { name: 'Tags' }),
    model: panel.getByRole('button', { name: /^Model: / }),
    saveButton: panel.getByRole('button', { name: 'Save', exact: true }),
    /** Opens the list of models and chooses one. */
    async chooseModel(handle: string) {
      await this.model.click();
      await page.getByRole('dialog', { name: 'Choose a model' }).getByRole('button', { name: handle }).click();
    },
    /** Opens a folded section of settings; resolves with its form. */
    async settings(name: string, form = name) {
      await panel.getByRole('button', { name, exact: true }).click();
      return panel.getByRole('form', { name: form, exact: true });
    },
    tools: panel.getByRole('list', { name: 'Attached tools' }),
    openPrompt: () => panel.getByRole('button', { name: 'System prompt', exact: true }).click(),
    promptEditor: panel.getByTestId('code-editor'),
    savePromptButton: panel.getByRole('button', { name: 'Save prompt' }),
    revertPromptButton: panel.getByRole('button', { name: 'Revert' }),
  };
}
