import fc from 'fast-check';
import { mergeMessages } from '#components/simulator/merge-transcript.ts';
import {
  type PlayedStream,
  type ProblemKind,
  playStream,
  type StreamProblem,
  streamCase,
} from '#lib/runs/fuzz/fuzz-stream.ts';
import { toTranscript } from '#lib/runs/to-transcript.ts';
import { shownText } from './shown-text.ts';

/** What a number of turns over breaking connections found; `counts` are turns, by what went wrong with them. */
export interface StreamReport {
  played: number;
  cuts: number;
  counts: Record<ProblemKind, number>;
  failures: string[];
}

/** Plays turns made from a seed, each over connections that break, and compares what is left on the page with what was said. */
export async function playStreams({ count, seed }: { count: number; seed: number }): Promise<StreamReport> {
  const counts: StreamReport['counts'] = { lost: 0, doubled: 0, stuck: 0, 'sent again': 0 };
  const report: StreamReport = { played: 0, cuts: 0, counts, failures: [] };
  for (const given of fc.sample(streamCase, { numRuns: count, seed })) {
    const played = await playStream(given);
    const problems = [...played.problems, ...comparePage(played)];
    report.played += 1;
    report.cuts += given.faults.length;
    for (const kind of new Set(problems.map((problem) => problem.kind))) counts[kind] += 1;
    const [first] = problems;
    if (first) report.failures.push(`${first.kind}: ${first.text} in ${JSON.stringify(given)}`);
  }
  return report;
}

/** What the transcript shows in the end, against what was said: also of streams that only history repairs. */
function comparePage({ run, history, whole }: PlayedStream): StreamProblem[] {
  const { past, live } = mergeMessages(history, run);
  const items = toTranscript([...past, ...live]).items.filter(({ kind }) => kind !== 'user');
  const shown = items.map(shownText).join('\n');
  const said = whole.map(({ text }) => text).join('\n');
  if (shown === said) return [];
  return [{ kind: shown.length < said.length ? 'lost' : 'doubled', text: `the page shows ${shown} for ${said}` }];
}
