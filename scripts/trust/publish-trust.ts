import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { FAULTS } from './fault-rows.ts';
import { type Judgement, judgeRows, type RanTest, toTable } from './judge-rows.ts';
import { THREATS } from './threat-rows.ts';

const NOTE = `Written by \`npm run trust\` from what the last \`npm test\` ran; \`npm test\` fails when this page says
anything else. A number counts tests.`;

/**
 * Writes docs/security.md and docs/reliability.md from the last reports: npm run trust. With --check nothing is
 * written; it fails where a page says something else, or where a row has lost its tests.
 */
function publishTrust(isCheck: boolean): void {
  const tests = [...readUnit(), ...readJourneys()];
  const threats = judgeRows(THREATS, tests);
  const faults = judgeRows(FAULTS, tests);
  const problems = [...threats, ...faults].flatMap((each) => each.problems);
  for (const problem of problems) console.error(problem);
  const pages = [
    { path: 'docs/security.md', text: securityPage(threats) },
    { path: 'docs/reliability.md', text: reliabilityPage(faults) },
  ];
  for (const { path, text } of pages) {
    if (!isCheck) writeFileSync(path, text);
    else if (readText(path) !== text) problems.push(`${path} is not what the tests say. Run: npm run trust`);
  }
  if (isCheck) for (const problem of problems.filter((each) => each.startsWith('docs/'))) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
  const held = [...threats, ...faults].filter(({ row }) => row.heldBy.length > 0).length;
  console.log(`${held} of ${threats.length + faults.length} threats and faults held by tests`);
}

function securityPage(threats: Judgement[]): string {
  return `# Threats, and what holds against them

${NOTE}
What is defended and what is not stands in [SECURITY.md](../SECURITY.md).

${toTable(threats, { what: 'Threat', answer: 'Defence' })}
`;
}

function reliabilityPage(faults: Judgement[]): string {
  return `# Faults, and what becomes of them

${NOTE}

${toTable(faults, { what: 'Fault', answer: 'What happens' })}
`;
}

interface UnitReport {
  testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[];
}

function readUnit(): RanTest[] {
  const { testResults } = JSON.parse(readText('test-results/unit-report.json')) as UnitReport;
  return testResults.flatMap(({ name, assertionResults }) =>
    // What a machine cannot run, such as another system's sandbox, is skipped there and counts all the same.
    assertionResults.map(({ fullName, status }) => ({
      file: relative(process.cwd(), name),
      title: fullName,
      passed: status !== 'failed',
    })),
  );
}

interface Suite {
  file: string;
  suites?: Suite[];
  specs?: { title: string; ok: boolean }[];
}

function readJourneys(): RanTest[] {
  const { suites } = JSON.parse(readText('test-results/e2e-report.json')) as { suites: Suite[] };
  return suites.flatMap(journeysOf);
}

function journeysOf({ file, suites = [], specs = [] }: Suite): RanTest[] {
  const own = specs.map(({ title, ok }) => ({ file: `e2e/${file}`, title, passed: ok }));
  return [...own, ...suites.flatMap(journeysOf)];
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

publishTrust(process.argv.includes('--check'));
