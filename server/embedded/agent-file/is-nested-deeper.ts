import { setImmediate as pause } from 'node:timers/promises';

const CHUNK = 4_000_000;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether lists and objects in a JSON text stand inside one another more than `depth` times. Long texts are read in turns with other work. */
export async function isNestedDeeper(text: string, depth: number): Promise<boolean> {
  let level = 0;
  let isInText = false;
  for (let start = 0; start < text.length; start += CHUNK) {
    const end = Math.min(start + CHUNK, text.length);
    for (let index = start; index < end; index += 1) {
      const code = text.charCodeAt(index);
      if (isInText) {
        if (code === QUOTE && !isEscaped(text, index)) isInText = false;
      } else if (code === QUOTE) isInText = true;
      else if (code === 0x7b || code === 0x5b) level += 1;
      else if (code === 0x7d || code === 0x5d) level -= 1;
      if (level > depth) return true;
    }
    if (end < text.length) await pause();
  }
  return false;
}

function isEscaped(text: string, quote: number): boolean {
  let first = quote;
  while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
  return (quote - first) % 2 === 1;
}
