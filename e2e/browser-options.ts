import type { LaunchOptions } from '@playwright/test';
import { findChromium } from '#scripts/setup/find-chromium.mjs';

/** How to start the browser: an installed Chromium if there is one, else Playwright's own; silent on the network. */
export function browserOptions(): LaunchOptions {
  const executablePath = findChromium();
  const isRoot = process.getuid?.() === 0;
  return {
    ...(executablePath ? { executablePath } : {}),
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-default-apps',
      '--disable-domain-reliability',
      '--disable-sync',
      '--no-first-run',
      '--no-pings',
      // Chromium's sandbox does not work for root.
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
  };
}
