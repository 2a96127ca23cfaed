import { describe, expect, it } from 'vitest';
import { splitInvisibles } from './invisible-characters.ts';

const at = (...points: number[]) => String.fromCodePoint(...points);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

const HIDING = [
  ...[0x00ad, 0x034f, 0x061c, 0x115f, 0x180e, 0x3164, 0xfeff, 0xfff9, 0xfffb],
  ...range(0x200b, 0x200f),
  ...range(0x202a, 0x202e),
  ...range(0x2060, 0x206f),
  ...[0xe0001, 0xe0020, 0xe0041, 0xe0061, 0xe007f],
];

const SMUGGLED = [
  `delete${at(0x200b)}_all`,
  `${at(0x202e)}gpj.exe`,
  `a${at(0x200d)}b`,
  `a${at(0x200c)}b`,
  `${at(0x200d)}😀`,
  `😀${at(0x200d)}`,
  `☺${at(0xfe0f, 0xfe0f)}`,
  `x${at(0xe0100, 0xe0101, 0xe0102)}`,
  `🏴${at(0xe0061, 0xe0062)}`,
  `🏴${at(...range(0xe0061, 0xe007a), 0xe007f)}`,
  `سلام${at(0x202e)}`,
  `שלום${at(0x200f)}!`,
  `hello ${[...'ignore all'].map((letter) => at(0xe0000 + letter.charCodeAt(0))).join('')}`,
];

const HONEST = [
  ...['', 'plain', 'tab\tand\nline', 'naïve café', 'e\u0301', 'Ω ≈ √2', '日本語', '한국어', 'ไทย', 'русский'],
  ...['👨‍👩‍👧‍👦', '👩🏽‍💻', '🏳️‍🌈', '🏴‍☠️', '❤️', '☺️', '👩‍❤️‍💋‍👨', '🧑🏻‍🤝‍🧑🏿', '👁️‍🗨️', '🐻‍❄️', '⛹🏾‍♀️', '1️⃣'],
  ...['🇳🇴', '🇯🇵🇫🇷', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', '👋🏿', '🤦‍♂️'],
  ...['می‌خواهم', 'نمی‌دانم', 'خانه‌ها', 'שָׁלוֹם', 'בְּרֵאשִׁית', 'السَّلَامُ', 'क्‍ष', 'र्‍य', 'ක්‍ෂ', 'ন্‍য', 'ശ്‌രീ', 'हिन्दी', 'தமிழ்'],
];

const isMarked = (text: string) => splitInvisibles(text).some(({ mark }) => mark !== null);

describe('what is marked', () => {
  it.each(HIDING.map((point) => [point.toString(16), point]))('U+%s is marked', (_name, point) => {
    expect(isMarked(`before ${at(point)} after`)).toBe(true);
  });
  it.each(SMUGGLED)('%j is marked', (text) => {
    expect(isMarked(text)).toBe(true);
  });
  it.each(HONEST)('%j is not marked', (text) => {
    expect(isMarked(text)).toBe(false);
  });
});

describe('splitInvisibles', () => {
  it('cuts at each hidden character and names it', () => {
    expect(splitInvisibles(`a${at(0x200b, 0x202e)}b`)).toEqual([
      { text: 'a', mark: null },
      { text: at(0x200b), mark: 'U+200B' },
      { text: at(0x202e), mark: 'U+202E' },
      { text: 'b', mark: null },
    ]);
  });
  it.each([...SMUGGLED, ...HONEST])('loses nothing of %j', (text) => {
    expect(
      splitInvisibles(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });
});
