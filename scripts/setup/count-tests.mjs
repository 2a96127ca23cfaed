import { readFileSync } from 'node:fs';

/** Counts of a vitest JSON report. A test file that cannot be loaded has no tests, so it counts as one failure itself. */
export function countUnitTests(path) {
  const report = readReport(path);
  if (!report) return null;
  const unloadable = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Counts of a Playwright JSON report. A flaky test has failed once, and that is a failure. */
export function countEndToEndTests(path) {
  const report = readReport(path);
  if (!report) return null;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
