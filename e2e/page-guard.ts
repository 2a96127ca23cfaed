import type { BrowserContext, ConsoleMessage } from '@playwright/test';

const FAILED_LOAD = /^Failed to load resource: (?:the server responded with a status of (\d+)|(net::ERR_))/;
const BLOCKED_SCRIPT = 'Blocked script execution in ';
const HYDRATION = /hydrat/i;
const CSP_MARK = 'Content-Security-Policy violation:';

/**
 * A status of a response; `network` for requests that got none (server gone, stream cut); `sandbox` for a document that
 * may run no scripts, where the browser also blocks those of the test.
 */
export type AllowedFailure = number | 'network' | 'sandbox';

/**
 * Watches every page of a context for what must not happen unseen: uncaught errors, console errors, hydration warnings,
 * blocked resources.
 */
export interface PageGuard {
  /** Failures this test causes on purpose; the browser's own line about them is no problem then. */
  allow(failures: readonly AllowedFailure[]): void;
  watch(context: BrowserContext): Promise<void>;
  problems(): string[];
}

export function createPageGuard(): PageGuard {
  const allowed = new Set<AllowedFailure>();
  const problems: { text: string; failure?: AllowedFailure | undefined }[] = [];
  return {
    allow: (failures) => {
      for (const failure of failures) allowed.add(failure);
    },
    watch: async (context) => {
      context.on('weberror', (webError) => {
        const error = webError.error();
        problems.push({ text: `Uncaught in the page: ${error.stack ?? error.message}` });
      });
      context.on('console', (message) => {
        if (isProblem(message)) problems.push({ text: describe(message), failure: failureOf(message) });
      });
      await context.addInitScript(reportViolations, CSP_MARK);
    },
    // Filtered here, not on arrival: a test may name a failure after it has caused it.
    problems: () =>
      problems.filter(({ failure }) => failure === undefined || !allowed.has(failure)).map(({ text }) => text),
  };
}

function isProblem(message: ConsoleMessage): boolean {
  if (message.type() === 'error') return true;
  return message.type() === 'warning' && HYDRATION.test(message.text());
}

function describe(message: ConsoleMessage): string {
  const { url, lineNumber } = message.location();
  return `console.${message.type()}: ${message.text()} (${url}:${lineNumber})`;
}

function failureOf(message: ConsoleMessage): AllowedFailure | undefined {
  if (message.text().startsWith(BLOCKED_SCRIPT)) return 'sandbox';
  const match = FAILED_LOAD.exec(message.text());
  if (!match) return undefined;
  return match[1] ? Number(match[1]) : 'network';
}

/** Runs in the page before its own scripts; what it reports comes back as an uncaught error. */
function reportViolations(mark: string): void {
  document.addEventListener('securitypolicyviolation', (event) => {
    const { violatedDirective, blockedURI, sourceFile, sample } = event;
    reportError(new Error(`${mark} ${violatedDirective} blocked ${blockedURI} ${sourceFile ?? ''} ${sample}`));
  });
}
