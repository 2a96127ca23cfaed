import type { Page } from '@playwright/test';

/** Runs and steps as a person looks at them. */
export function runsOf(page: Page) {
  const panel = page.getByRole('region', { name: 'Simulator', exact: true });
  const step = page.getByRole('dialog', { name: 'Step' });
  return {
    panel,
    list: panel.getByRole('list', { name: 'Runs' }),
    steps: panel.getByRole('list', { name: 'Steps' }),
    step,
    /** Where a tag is added to the open step. */
    stepTags: step.getByRole('textbox', { name: 'Tags of this step' }),
    openTab: () => panel.getByRole('tab', { name: 'Runs' }).click(),
    view: (name: string) => step.getByRole('tab', { name }).click(),
  };
}
