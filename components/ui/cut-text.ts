const LIMIT = 64 * 1024;

/** The beginning of a text, short enough to be drawn at once, and whether anything was left out. */
export function cutText(text: string): { shown: string; isCut: boolean } {
  if (text.length <= LIMIT) return { shown: text, isCut: false };
  const last = text.charCodeAt(LIMIT - 1);
  // A character of two units stays whole.
  const end = last >= 0xd800 && last <= 0xdbff ? LIMIT - 1 : LIMIT;
  return { shown: text.slice(0, end), isCut: true };
}
