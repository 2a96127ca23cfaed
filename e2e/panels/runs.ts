import type { Page } from '@playwright/test';

/** Runs and steps as a person looks at them. */
export function runsOf(page: Page) {
  const panel = page.getByRole('region', { name: 'Simulator', exact: true });
  const views = panel.getByRole('tablist', { name: 'Views of the simulator' });
  const step = page.getByRole('dialog', { name: 'Step' });
  return {
    panel,
    views,
    list: panel.getByRole('list', { name: 'Runs' }),
    steps: panel.getByRole('list', { name: 'Steps', exact: true }),
    allSteps: panel.getByRole('list', { name: 'Steps of all runs' }),
    step,
    /** Where a tag is added to the open step. */
    stepTags: step.getByRole('textbox', { name: 'Tags of this step' }),
    feedbackFilter: panel.getByRole('combobox', { name: 'Feedback' }),
    openTab: () => views.getByRole('tab', { name: 'Runs' }).click(),
    /** Chooses the steps of all runs. */
    showSteps: () => panel.getByRole('tablist', { name: 'Runs or steps' }).getByRole('tab', { name: 'Steps' }).click(),
    view: (name: string) => step.getByRole('tab', { name }).click(),
  };
}
