interface Edit {
  at: number;
  text: string;
}

// How far the head of one statement may reach; keeps hostile sources from costing quadratic time.
const MAX_REACH = 4000;

// What @lezer/python 1.1 takes for an error although Python accepts it. Every rule puts in text of the same length that
// reads the same to us, so that offsets stay true.
const RULES: ((code: string) => Edit[])[] = [
  endNumbers,
  fillYields,
  fillPatterns,
  hideAliases,
  hideDecorators,
  hideStars,
  hidePositionalMarks,
];

/**
 * Replaces valid syntax that the grammar cannot read by something it can. `quiet` are the strings and comments of
 * `text`, which are left alone; the answer has the same length.
 */
export function rewriteUnparsedSyntax(text: string, quiet: { from: number; to: number }[]): string {
  const masks = quiet.map(({ from, to }) => ({ at: from, text: (text[from] === '#' ? ' ' : 'x').repeat(to - from) }));
  const code = applyEdits(text, masks);
  return applyEdits(
    text,
    RULES.flatMap((rule) => rule(code)),
  );
}

function applyEdits(text: string, edits: Edit[]): string {
  const units = text.split('');
  for (const { at, text: put } of edits) {
    for (let index = 0; index < put.length; index += 1) units[at + index] = put.charAt(index);
  }
  return units.join('');
}

/** `1.` and `2.e5` become `10` and `20e5`. */
function endNumbers(code: string): Edit[] {
  const numbers = code.matchAll(/(?<![\w.])\d[\d_]*\.(?:(?![\w.])|(?=[eEjJ]))/g);
  return [...numbers].map((match) => ({ at: match.index + match[0].length - 1, text: '0' }));
}

/** A `yield` with nothing after it becomes a value. */
function fillYields(code: string): Edit[] {
  const yields = code.matchAll(/\byield(?=[ \t]*(?:[)\]},;:\n]|$))/g);
  return [...yields].map((match) => ({ at: match.index, text: 'None ' }));
}

/** `case Point(x=0) if x:` becomes `case _            :`. */
function fillPatterns(code: string): Edit[] {
  return [...code.matchAll(/^[ \t]+case\b[ \t]*(?=[^\s=.,:])/gm)].flatMap((match) => {
    const at = match.index + match[0].length;
    const colon = findColon(code, at);
    return colon > at ? [{ at, text: '_'.padEnd(colon - at) }] : [];
  });
}

/** `with open(p) as self.file:` becomes `with open(p) or self.file:`, which allows any target and brackets around. */
function hideAliases(code: string): Edit[] {
  return [...code.matchAll(/^[ \t]*(?:async[ \t]+)?with\b/gm)].flatMap((match) => {
    const at = match.index + match[0].length;
    const aliases = code.slice(at, Math.max(at, findColon(code, at))).matchAll(/\bas\b/g);
    return [...aliases].map((alias) => ({ at: at + alias.index, text: 'or' }));
  });
}

/** `@buttons[0].clicked.connect` becomes `@x`; only names and one call are left as they are. */
function hideDecorators(code: string): Edit[] {
  return [...code.matchAll(/^[ \t]*@[ \t]*/gm)].flatMap((match) => {
    const at = match.index + match[0].length;
    const end = findOutside(code, at, '\n');
    const call = findOutside(code, at, '(');
    const isPlain = /^[\w.]*$/.test(code.slice(at, call < end ? call : end).trim());
    const isCall = call < end && code.slice(findOutside(code, call + 1, ')') + 1, end).trim() === '';
    const isDecorator = /^\s*(?:@|def\b|async\b|class\b)/.test(code.slice(end, end + 1000));
    return !isDecorator || (isPlain && (call >= end || isCall)) ? [] : [{ at, text: 'x'.padEnd(end - at) }];
  });
}

/** `for a, *rest in` and `tuple[*Ts]` lose their star. */
function hideStars(code: string): Edit[] {
  const targets = [...code.matchAll(/\bfor\b[^:\n]{0,400}?\bin\b/g)].flatMap((match) =>
    [...match[0].matchAll(/(?<=[,([\s])\*(?=\s*\w)/g)].map((star) => ({ at: match.index + star.index, text: ' ' })),
  );
  const subscripts = [...code.matchAll(/\[\s*\*(?=\w)/g)];
  return [...targets, ...subscripts.map((match) => ({ at: match.index + match[0].length - 1, text: ' ' }))];
}

/** `lambda a, /, b: a` loses its slash. */
function hidePositionalMarks(code: string): Edit[] {
  const marks = code.matchAll(/,\s*\/(?=\s*[,:)])/g);
  return [...marks].map((match) => ({ at: match.index, text: ' '.repeat(match[0].length) }));
}

/** The colon that ends the head of a statement which goes on at `from`, or -1 when the line ends before one. */
function findColon(code: string, from: number): number {
  const colon = findOutside(code, from, ':');
  return colon < findOutside(code, from, '\n') ? colon : -1;
}

/** Where `wanted` first stands outside of brackets that open after `from`; where the search ends if nowhere. */
function findOutside(code: string, from: number, wanted: string): number {
  let depth = 0;
  const limit = Math.min(code.length, from + MAX_REACH);
  for (let at = from; at < limit; at += 1) {
    const character = code.charAt(at);
    const isContinued = character === '\n' && code[at - 1] === '\\';
    if (depth <= 0 && character === wanted && !isContinued) return at;
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
  }
  return limit;
}
