/** What is not there. */
export const NOTHING = Symbol('nothing');

/** One step of a path: `.name`, `[0]` or `["a name"]`. */
const STEP = /\.([A-Za-z_$][\w$-]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/gy;

/**
 * The part of a JSON value that `$.a[0]["b c"]` leads to; NOTHING where it leads nowhere. Throws SyntaxError on a path
 * that cannot be read. Names and numbers only: no wildcards, nothing is evaluated.
 */
export function readJsonPath(value: unknown, path: string): unknown {
  const text = path.trim().replace(/^\$/, '');
  let current = value;
  let end = 0;
  for (const match of text.matchAll(STEP)) {
    end = match.index + match[0].length;
    const [, name, index, quoted] = match;
    const key = name ?? index ?? JSON.parse(`"${quoted}"`);
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) current = NOTHING;
    else current = Reflect.get(current, key);
  }
  if (end !== text.length) throw new SyntaxError(`${path} is not a path. Write it like $.items[0].name.`);
  return current;
}
