const LIMIT = 20_000;

/** A text short enough to be drawn at once; the rest is counted, and a copy has it whole. */
export function cutText(text: string): string {
  if (text.length <= LIMIT) return text;
  return `${text.slice(0, LIMIT)}\n… ${(text.length - LIMIT).toLocaleString('en')} more characters: copy the text to see them`;
}
