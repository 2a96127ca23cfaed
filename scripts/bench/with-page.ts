import { type Browser, chromium, type Page } from '@playwright/test';
import { browserOptions } from '#e2e/browser-options.ts';
import { findChromium } from '#scripts/setup/find-chromium.mjs';

/** Opens a page in a browser of its own, hands it over, and closes the browser. */
export async function withPage<T>(use: (page: Page, browser: Browser) => Promise<T>): Promise<T> {
  const browser = await chromium.launch(browserOptions(findChromium()));
  try {
    return await use(await browser.newPage({ viewport: { width: 1440, height: 900 } }), browser);
  } finally {
    await browser.close();
  }
}
