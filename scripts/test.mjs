import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countEndToEndTests, countUnitTests } from './setup/count-tests.mjs';
import { ensureBubblewrap } from './setup/ensure-bubblewrap.mjs';
import { ensureBuilt } from './setup/ensure-built.mjs';
import { ensureChromium } from './setup/ensure-chromium.mjs';
import { ensureInstalled } from './setup/ensure-installed.mjs';
import { npmCommand } from './setup/npm-command.mjs';
import { requireNode } from './setup/require-node.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const unitReport = join(root, 'test-results', 'unit-report.json');
const endToEndReport = join(root, 'test-results', 'e2e-report.json');

const STEPS = [
  { name: 'format', run: runScript },
  { name: 'lint', run: runScript },
  { name: 'types', run: runScript },
  { name: 'knip', run: runScript },
  {
    name: 'unit',
    run: runCounted,
    args: ['--reporter=dot', '--reporter=json', `--outputFile.json=${unitReport}`],
    report: unitReport,
    count: countUnitTests,
  },
  { name: 'contract', run: runScript },
  { name: 'licenses', run: runScript },
  { name: 'build', run: runBuild },
  { name: 'e2e', run: runCounted, args: [], report: endToEndReport, count: countEndToEndTests },
  { name: 'features', run: runScript },
  { name: 'trust', run: runScript, args: ['--check'] },
];

/** Scripts whose last line says what they found. */
const SUMMED_UP = ['contract', 'features', 'trust'];

async function test(args) {
  const steps = chosenSteps(args);
  await ensureInstalled({ root, withDevTools: true });
  const node = requireNode(root);
  if (steps.some(({ name }) => name === 'unit')) await ensureBubblewrap({ root });
  if (steps.some(({ name }) => name === 'e2e')) {
    const chromium = await ensureChromium({ root, node });
    if (chromium) process.env.CHROMIUM_PATH = chromium;
  }
  const total = { passed: 0, failed: 0, skipped: 0 };
  const failedSteps = [];
  for (const step of steps) {
    const counts = await step.run(step, node);
    for (const key of Object.keys(total)) total[key] += counts[key];
    if (counts.failed > 0) failedSteps.push(step.name);
  }
  if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.join(', ')}`);
  console.log(verdict(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
}

function chosenSteps(args) {
  const only = args
    .find((arg) => arg.startsWith('--only='))
    ?.slice('--only='.length)
    .split(',');
  if (!only) return STEPS;
  const unknown = only.filter((name) => STEPS.every((step) => step.name !== name));
  if (unknown.length === 0) return STEPS.filter(({ name }) => only.includes(name));
  throw new Error(`There is no step ${unknown.join(', ')}. Choose from: ${STEPS.map(({ name }) => name).join(', ')}.`);
}

/** One script of package.json, silent unless it fails. */
async function runScript({ name, args = [] }) {
  const started = Date.now();
  const { code, output } = await runNpm(['run', '--silent', name, '--', ...args], 'pipe');
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (code === 0) {
    console.log(`${name} … ok in ${seconds} s${SUMMED_UP.includes(name) ? `: ${lastLine(output)}` : ''}`);
    return { passed: 1, failed: 0, skipped: 0 };
  }
  console.log(`${name} … failed in ${seconds} s\n${output.trimEnd()}\n`);
  return { passed: 0, failed: 1, skipped: 0 };
}

/** A script that counts its own tests; a failure it did not count (no report, a crash) counts as one. */
async function runCounted({ name, args, report, count }) {
  rmSync(report, { force: true });
  console.log(`${name} …`);
  const { code } = await runNpm(['run', '--silent', name, '--', ...args], 'inherit');
  const counts = count(report) ?? { passed: 0, failed: 0, skipped: 0 };
  const uncounted = counts.failed === 0 && (code !== 0 || counts.passed === 0);
  return uncounted ? { ...counts, failed: 1 } : counts;
}

async function runBuild(_step, node) {
  try {
    await ensureBuilt({ root, node });
    return { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    console.log(error.message);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function runNpm(npmArgs, stdio) {
  const { command, args, shell, env } = npmCommand(root);
  const output = [];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args, ...npmArgs], {
      cwd: root,
      env: { ...env, NEXT_TELEMETRY_DISABLED: '1' },
      shell,
      stdio: ['ignore', stdio, stdio],
    });
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: Buffer.concat(output).toString() }));
  });
}

function lastLine(text) {
  return text.trimEnd().split('\n').at(-1);
}

function verdict({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

test(process.argv.slice(2)).catch((error) => {
  console.log(error.message);
  console.log(verdict({ passed: 0, failed: 1, skipped: 0 }));
  process.exitCode = 1;
});
