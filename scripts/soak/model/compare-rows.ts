import type { StreamProblem } from '#lib/runs/fuzz/fuzz-stream.ts';
import type { Row } from './tab-worker.ts';

/** What the server holds in the end, and which of its runs were stopped. */
export interface HeldRows {
  rows: Row[];
  stopped: ReadonlySet<string>;
}

/** Of a turn that was stopped, a tab keeps what it had read: only what the person said has to be the same. */
export function compareRows(shown: Row[], { rows, stopped }: HeldRows): StreamProblem[] {
  const counts = ({ kind, runId }: Row) =>
    kind !== 'system' && (kind === 'user' || runId === null || !stopped.has(runId));
  const textsOf = (some: Row[]) => some.filter(counts).map(({ kind, text }) => `${kind} ${text}`);
  const [is, should] = [textsOf(shown), textsOf(rows)];
  if (is.join('\n') === should.join('\n')) return [];
  const kind = is.length <= should.length ? 'lost' : 'doubled';
  return [{ kind, text: `it shows ${is.join(' | ')} for ${should.join(' | ')}` }];
}
