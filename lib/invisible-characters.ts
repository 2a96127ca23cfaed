/** A piece of a text: what one sees, or a character one does not, with its code point as `U+200B`. */
export interface TextPiece {
  text: string;
  mark: string | null;
}

/**
 * What can hide or reorder text: zero-width characters, bidirectional controls, tag characters, runs of variation
 * selectors. Threat T13.
 */
const SUSPECT =
  /\u00ad|\u034f|\u061c|[\u115f\u1160\u17b4\u17b5\u180e]|[\u200b-\u200f\u202a-\u202e\u2060-\u206f]|[\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{2,}/gu;

/** The flags of England, Scotland and Wales spell their names in tag characters. */
const FLAG = /\u{1f3f4}[\u{e0061}-\u{e007a}]{5}\u{e007f}/gu;

/** A joiner does honest work within an emoji, and within a word of these scripts. */
const EMOJI_BEFORE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]\ufe0f?$/u;
const EMOJI_AFTER = /^\p{Extended_Pictographic}/u;
const JOINED_SCRIPT =
  '[\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mongolian}\\p{Script=Nko}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Khmer}\\p{M}]';
const SCRIPT_BEFORE = new RegExp(`${JOINED_SCRIPT}$`, 'u');
const SCRIPT_AFTER = new RegExp(`^${JOINED_SCRIPT}`, 'u');

/** Cuts a text at the characters that hide or reorder it. Joined again, the pieces are the text. */
export function splitInvisibles(text: string): TextPiece[] {
  if (text.search(SUSPECT) === -1) return [{ text, mark: null }];
  const pieces: TextPiece[] = [];
  const flags = [...text.matchAll(FLAG)].map(({ index, 0: flag }) => ({ from: index, to: index + flag.length }));
  let end = 0;
  for (const { index, 0: found } of text.matchAll(SUSPECT)) {
    const isOfFlag = flags.some(({ from, to }) => index >= from && index < to);
    if (isOfFlag || isHonestJoiner(text, index, found)) continue;
    if (index > end) pieces.push({ text: text.slice(end, index), mark: null });
    for (const character of found) pieces.push({ text: character, mark: codePointOf(character) });
    end = index + found.length;
  }
  if (end < text.length || pieces.length === 0) pieces.push({ text: text.slice(end), mark: null });
  return pieces;
}

function isHonestJoiner(text: string, index: number, found: string): boolean {
  if (found !== '\u200c' && found !== '\u200d') return false;
  // Enough for one character of two units and its variation selector.
  const before = text.slice(Math.max(0, index - 3), index);
  const after = text.slice(index + 1, index + 3);
  if (found === '\u200d' && EMOJI_BEFORE.test(before) && EMOJI_AFTER.test(after)) return true;
  return SCRIPT_BEFORE.test(before) && SCRIPT_AFTER.test(after);
}

function codePointOf(character: string): string {
  return `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
}
