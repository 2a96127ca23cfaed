import { readFileSync } from 'node:fs';
import { faultIds, featureAreas, featureIds } from './feature-ids.ts';
import { type EndToEndReport, findProvenFeatures } from './proven-features.ts';

const REPORT = 'test-results/e2e-report.json';

function printFeatures(): void {
  const { proven, unknown } = findProvenFeatures(readReport());
  for (const { prefix, title, count } of featureAreas) {
    const ids = featureIds.filter((id) => id.startsWith(prefix) && proven.has(id));
    console.log(`${prefix.padEnd(4)}${`${ids.length}/${count}`.padStart(6)}  ${title}`);
  }
  for (const { tag, test } of unknown) {
    console.error(
      `@${tag} is not a feature id (test "${test}"). Correct the tag; scripts/feature-ids.ts has the list.`,
    );
    process.exitCode = 1;
  }
  const survived = faultIds.filter((id) => proven.has(id));
  console.log(`Faults survived in a browser: ${survived.join(' ') || 'none'}`);
  console.log(`${proven.size - survived.length} of ${featureIds.length} feature ids proven`);
}

function readReport(): EndToEndReport {
  try {
    return JSON.parse(readFileSync(REPORT, 'utf8')) as EndToEndReport;
  } catch {
    console.error(`There is no readable report at ${REPORT}. Run npm run e2e first.`);
    process.exitCode = 1;
    return {};
  }
}

printFeatures();
