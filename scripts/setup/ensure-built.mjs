import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashInputs } from './hash-inputs.mjs';
import { runQuietly } from './run-quietly.mjs';
import { splitSecrets } from './split-secrets.mjs';

const STAMP = join('.next', 'letta-ade-build');
const INPUTS = [
  'app',
  'components',
  'lib',
  'public',
  'next.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'postcss.config.mjs',
];

/** Builds the pages unless the last build was made from the same files. */
export async function ensureBuilt({ root, node }) {
  const inputs = hashInputs(root, INPUTS);
  if (isCurrent(root, inputs)) return;
  await runQuietly({
    label: 'Building the pages',
    command: node,
    args: [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
    cwd: root,
    env: { ...splitSecrets(process.env).env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    nextStep: 'If you changed the code, correct it and start again; if not, delete the .next folder and start again.',
  });
  writeFileSync(join(root, STAMP), stampOf(root, inputs));
}

function isCurrent(root, inputs) {
  try {
    return readFileSync(join(root, STAMP), 'utf8') === stampOf(root, inputs);
  } catch {
    return false;
  }
}

/** The build's own id belongs to it: a later, failed build must not pass for this one. */
function stampOf(root, inputs) {
  const buildId = readFileSync(join(root, '.next', 'BUILD_ID'), 'utf8').trim();
  return `${inputs} ${buildId}\n`;
}
