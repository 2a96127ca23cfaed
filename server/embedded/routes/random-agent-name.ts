const FIRST = [
  'Amber',
  'Brisk',
  'Calm',
  'Deft',
  'Eager',
  'Fair',
  'Gentle',
  'Honest',
  'Keen',
  'Lucid',
  'Mellow',
  'Noble',
  'Quiet',
  'Steady',
  'Vivid',
];
const SECOND = [
  'Badger',
  'Crane',
  'Dolphin',
  'Falcon',
  'Heron',
  'Ibex',
  'Lark',
  'Lynx',
  'Otter',
  'Panda',
  'Raven',
  'Stork',
  'Tapir',
  'Wren',
  'Yak',
];

/** A name for an agent whose maker gave none, for example `CalmHeron`. */
export function randomAgentName(): string {
  return pick(FIRST) + pick(SECOND);
}

function pick(words: string[]): string {
  return words[Math.floor(Math.random() * words.length)] ?? 'Agent';
}
