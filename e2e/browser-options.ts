import type { LaunchOptions } from '@playwright/test';
import { findTestBrowser } from '#scripts/setup/find-chromium.mjs';

/** How to start a browser, silent on the network. Null means Playwright's own. */
export function browserOptions(executablePath = findTestBrowser()): LaunchOptions {
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
