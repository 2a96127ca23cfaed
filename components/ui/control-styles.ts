/** The box of every text control, so that a form reads as one thing. */
export const controlStyles =
  'w-full min-w-0 rounded-md border border-border-strong bg-surface text-base text-text transition-colors hover:border-faint focus-visible:outline-offset-0 aria-invalid:border-danger [&[readonly]]:bg-surface-sunken disabled:bg-surface-sunken disabled:text-faint dark:bg-surface-sunken';
