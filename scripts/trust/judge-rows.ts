import type { Proof, TrustRow } from './trust-row.ts';

/** A test that ran: the file it is in, its whole title, and whether it passed. */
export interface RanTest {
  file: string;
  title: string;
  passed: boolean;
}

export interface Judgement {
  row: TrustRow;
  /** How many passing tests hold each proof, in the order of the row. */
  counts: number[];
  /** Why the row cannot be published as it stands. */
  problems: string[];
}

/** Looks up the tests of every row. A proof without a test that ran, or with one that failed, is a problem. */
export function judgeRows(rows: readonly TrustRow[], tests: readonly RanTest[]): Judgement[] {
  return rows.map((row) => {
    const found = row.heldBy.map((proof) => tests.filter((test) => matches(proof, test)));
    const problems = row.heldBy.flatMap((proof, index) => {
      const name = `${row.id}: ${proof.file}${proof.says ? ` › ${proof.says}` : ''}`;
      const own = found[index] ?? [];
      if (own.length === 0) return [`${name} has no test`];
      return own.every(({ passed }) => passed) ? [] : [`${name} did not pass`];
    });
    const isBare = row.heldBy.length === 0 && !row.notHeld;
    if (isBare) problems.push(`${row.id}: no test, and no word about why`);
    return { row, counts: found.map((own) => own.length), problems };
  });
}

function matches({ file, says = '' }: Proof, test: RanTest): boolean {
  return test.file === file && test.title.includes(says);
}

/** The table of a document. */
export function toTable(judgements: readonly Judgement[], heads: { what: string; answer: string }): string {
  const lines = judgements.map(({ row, counts }) => {
    const proofs = row.heldBy.map(({ file, says }, index) => {
      const count = counts[index] ?? 0;
      return `${count} in [${file.split('/').at(-1)}](../${file})${says ? ` (“${says}”)` : ''}`;
    });
    const held = proofs.length > 0 ? proofs.join('; ') : 'none';
    return `| ${row.id} | ${row.what} | ${row.answer} | ${held} | ${row.notHeld ?? ''} |`;
  });
  return [
    `| | ${heads.what} | ${heads.answer} | Tests that hold it | What none holds |`,
    '|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
