import type { Page } from '@playwright/test';

/** The direct prompt, where the chat is. */
export function directPromptOf(page: Page) {
  const form = page.getByRole('form', { name: 'Direct prompt' });
  return {
    form,
    prompt: form.getByRole('textbox', { name: 'Prompt', exact: true }),
    systemPrompt: form.getByRole('textbox', { name: 'System prompt' }),
    schema: form.getByRole('textbox', { name: 'JSON schema of the answer' }),
    model: form.getByRole('combobox', { name: 'Model' }),
    runButton: form.getByRole('button', { name: 'Run' }),
    failure: page.getByRole('region', { name: 'Simulator' }).getByRole('alert'),
    answer: page.getByRole('region', { name: 'Answer' }),
    earlier: page.getByRole('list', { name: 'Earlier prompts, newest first' }),
  };
}
