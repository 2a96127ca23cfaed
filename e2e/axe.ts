import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

interface AxeOptions {
  /** Check only what this selector finds. */
  include?: string;
}

/** Fails with a readable list if the page, as it is now, breaks an accessibility rule. */
export async function axe(page: Page, { include }: AxeOptions = {}): Promise<void> {
  // No page has a frame of another origin, which is what the other, slower mode is for.
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  if (include) builder.include(include);
  const { violations } = await builder.analyze();
  if (violations.length === 0) return;
  throw new Error(
    `${violations.length} accessibility rules broken on ${page.url()}\n\n${violations.map(describe).join('\n\n')}`,
  );
}

type Violation = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number];

function describe({ id, impact, help, helpUrl, nodes }: Violation): string {
  const places = nodes.map(({ target, html, failureSummary }) => {
    const why = failureSummary?.split('\n').slice(1).join(' ').replaceAll(/\s+/g, ' ').trim();
    return `  ${target.join(' ')}\n    ${html.slice(0, 200)}\n    ${why ?? ''}`;
  });
  return `${id} (${impact ?? 'unknown'}): ${help}\n${helpUrl}\n${places.join('\n')}`;
}
