import { faultIds, featureIds } from './feature-ids.ts';

/** The parts of a Playwright JSON report that say which test carried which tags and how it ended. */
export interface EndToEndReport {
  suites?: ReportedSuite[];
}

interface ReportedSuite {
  suites?: ReportedSuite[];
  specs?: ReportedSpec[];
}

interface ReportedSpec {
  title: string;
  tags?: string[];
  tests: ReportedTest[];
}

interface ReportedTest {
  expectedStatus: string;
  status: string;
  results: { status: string }[];
}

export interface ProvenFeatures {
  proven: Set<string>;
  /** Tags that look like an id but are none, with the test that carries them. */
  unknown: { tag: string; test: string }[];
}

const FEATURE_TAG = /^[A-Z]+\d+$/;
const knownIds = new Set([...featureIds, ...faultIds]);

/** A feature is proven by a test that carries its id and passed at the first attempt, in every project it ran in. */
export function findProvenFeatures(report: EndToEndReport): ProvenFeatures {
  const result: ProvenFeatures = { proven: new Set(), unknown: [] };
  for (const spec of listSpecs(report.suites ?? [])) {
    for (const tag of featureTags(spec)) {
      if (!knownIds.has(tag)) result.unknown.push({ tag, test: spec.title });
      else if (spec.tests.length > 0 && spec.tests.every(passedAtOnce)) result.proven.add(tag);
    }
  }
  return result;
}

function listSpecs(suites: ReportedSuite[]): ReportedSpec[] {
  return suites.flatMap((suite) => [...(suite.specs ?? []), ...listSpecs(suite.suites ?? [])]);
}

function featureTags(spec: ReportedSpec): string[] {
  return (spec.tags ?? []).map((tag) => tag.replace(/^@/, '')).filter((tag) => FEATURE_TAG.test(tag));
}

function passedAtOnce({ expectedStatus, status, results }: ReportedTest): boolean {
  return (
    expectedStatus === 'passed' && status === 'expected' && results.length === 1 && results[0]?.status === 'passed'
  );
}
