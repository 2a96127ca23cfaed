import { ensureBuilt } from '#scripts/setup/ensure-built.mjs';
import type { Figure } from './figure.ts';
import { measureAgents } from './measure-agents.ts';
import { measureArchival } from './measure-archival.ts';
import { measureConfiguration } from './measure-configuration.ts';
import { measureFirstToken } from './measure-first-token.ts';
import { measureIdleMemory } from './measure-idle-memory.ts';
import { measurePageScripts } from './measure-page-scripts.ts';
import { measureProxyHop } from './measure-proxy-hop.ts';
import { measureStartTime } from './measure-start-time.ts';
import { measureState } from './measure-state.ts';
import { measureTabs } from './measure-tabs.ts';
import { measureTranscript } from './measure-transcript.ts';

const MEASUREMENTS = [
  { name: 'start', measure: measureStartTime },
  { name: 'memory', measure: measureIdleMemory },
  { name: 'scripts', measure: measurePageScripts },
  { name: 'proxy', measure: measureProxyHop },
  { name: 'token', measure: measureFirstToken },
  { name: 'tabs', measure: measureTabs },
  { name: 'transcript', measure: measureTranscript },
  { name: 'state', measure: measureState },
  { name: 'configuration', measure: measureConfiguration },
  { name: 'agents', measure: measureAgents },
  { name: 'archival', measure: measureArchival },
];

/** Measures all figures, or those named on the command line: npm run bench -- proxy token */
async function runBench(names: readonly string[]): Promise<void> {
  await ensureBuilt({ root: process.cwd(), node: process.execPath });
  const chosen = MEASUREMENTS.filter(({ name }) => names.length === 0 || names.includes(name));
  let over = 0;
  for (const { name, measure } of chosen) {
    try {
      for (const figure of await measure()) over += printFigure(figure) ? 0 : 1;
    } catch (error) {
      console.log(`${name}: could not be measured. ${error instanceof Error ? error.message : String(error)}`);
      over += 1;
    }
  }
  console.log(over === 0 ? 'bench: all within budget' : `bench: ${over} over budget`);
  process.exitCode = over === 0 ? 0 : 1;
}

/** Prints a figure and tells whether it is within its budget. */
function printFigure({ name, value, budget, bound = 'most', unit, note, details = [] }: Figure): boolean {
  const isWithin = bound === 'most' ? value <= budget : value >= budget;
  const figures = `${value.toFixed(2).padStart(8)} ${unit} of ${budget} ${unit}`;
  console.log(`${name.padEnd(20)} ${figures.padEnd(26)} ${isWithin ? 'ok  ' : 'OVER'}  ${note}`);
  if (!isWithin) for (const detail of details) console.log(`    ${detail}`);
  return isWithin;
}

await runBench(process.argv.slice(2));
