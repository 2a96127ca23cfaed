import { readFileSync } from 'node:fs';
import type { Difference } from './compare.ts';

/** A difference on purpose: where it shows, and the line of docs/compatibility.md that gives its reason. */
interface Deliberate {
  /** The first cell of the line. */
  reason: string;
  /** The exchanges or streams it shows in. */
  where: RegExp;
  /** The values it shows in; every value where it is missing. */
  path?: RegExp;
}

const DELIBERATE: Deliberate[] = [];

const DOCUMENT = new URL('../../docs/compatibility.md', import.meta.url);

/** Tells differences on purpose from others. Throws when a reason is not in docs/compatibility.md. */
export function createJudge() {
  const document = readFileSync(DOCUMENT, 'utf8');
  for (const { reason } of DELIBERATE) {
    if (!document.includes(`| ${reason} |`)) throw new Error(`docs/compatibility.md has no line "${reason}".`);
  }
  const used = new Set<Deliberate>();
  return {
    /** The reason of a difference on purpose, else null. */
    reasonOf(name: string, { path }: Difference): string | null {
      const rule = DELIBERATE.find((each) => each.where.test(name) && (!each.path || each.path.test(path)));
      if (rule) used.add(rule);
      return rule?.reason ?? null;
    },
    /** Rules that met no difference: they should go. */
    unused: () => DELIBERATE.filter((rule) => !used.has(rule)).map(({ reason, where }) => `${reason} (${where.source})`),
  };
}
