import fc from 'fast-check';
import type { LettaMessage } from '#lib/runs/letta-message.ts';
import type { RunState } from '#lib/runs/run-state.ts';
import { createRunStore } from '#lib/runs/run-store.ts';
import { type ConnectionFault, createFailingLetta } from './failing-letta.ts';

/** One thing a turn says: in a stream in pieces, in history whole. */
interface Said {
  kind: 'reasoning_message' | 'assistant_message' | 'tool_call_message';
  pieces: string[];
}

/** What goes wrong with the frames of every connection. */
interface Mangling {
  /** Which frames come again, by their place from 0 to 1. */
  repeats: number[];
  /** How far a frame may be overtaken. */
  shuffle: number;
  seed: number;
  /** Which frame cannot be read, by its place; null for none. */
  corrupt: number | null;
}

/** What has to be seen in the end, by `otid`. */
export interface WholeText {
  key: string;
  text: string;
}

export interface StreamCase {
  said: Said[];
  isBackground: boolean;
  faults: ConnectionFault[];
  mangling: Mangling;
}

const piece = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
const place = fc.double({ min: 0, max: 1, noNaN: true });

/** Turns of any content over connections that break one to five times, with repeats, shuffles and broken frames. */
export const streamCase: fc.Arbitrary<StreamCase> = fc.record({
  said: fc.array(
    fc.record({
      kind: fc.constantFrom('reasoning_message' as const, 'assistant_message' as const, 'tool_call_message' as const),
      pieces: fc.array(piece, { minLength: 1, maxLength: 12 }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  isBackground: fc.boolean(),
  faults: fc.array(fc.record({ part: place, how: fc.constantFrom('reset' as const, 'end' as const) }), {
    minLength: 1,
    maxLength: 5,
  }),
  mangling: fc.record({
    repeats: fc.array(place, { maxLength: 5 }),
    shuffle: fc.integer({ min: 0, max: 10 }),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    corrupt: fc.option(place, { nil: null }),
  }),
});

const TURNS_OF_THE_LOOP = 2_000;

export type ProblemKind = 'lost' | 'doubled' | 'stuck' | 'sent again';

export interface StreamProblem {
  kind: ProblemKind;
  text: string;
}

/** How a turn ended: what went wrong, the run as the page knows it, and what the server holds of it. */
export interface PlayedStream {
  problems: StreamProblem[];
  run: RunState;
  /** The messages, and when the page was told last to read them; 0 for never. */
  history: { messages: LettaMessage[]; readAt: number };
  whole: WholeText[];
}

/** Plays one case through the run store. Throws what went wrong. */
export async function playStreamCase(given: StreamCase, options: { isReadable?: boolean } = {}): Promise<void> {
  const { problems } = await playStream(given, options);
  const lines = problems.map(({ kind, text }) => `${kind}: ${text}`);
  if (lines.length > 0) throw new Error(lines.slice(0, 5).join('\n'));
}

/**
 * Plays one case through the run store and tells what went wrong: a text that was lost or doubled, a turn that never
 * ended, a message that was sent twice. Texts of a stream that cannot be repaired are left to its history.
 */
export async function playStream(
  { said, isBackground, faults, mangling }: StreamCase,
  { isReadable = isBackground && mangling.corrupt === null } = {},
): Promise<PlayedStream> {
  const { ports, posts, lastRead } = createFailingLetta({
    frames: toFrames(said),
    isBackground,
    faults,
    mangle: (frames, connection) => mangle(frames, mangling, connection),
  });
  const store = createRunStore(ports);
  const whole = toWhole(said);
  const problems: StreamProblem[] = [];
  store.subscribe(({ run }) => {
    if (isReadable) problems.push(...run.messages.flatMap((message) => doubled(message, whole)));
  });
  const message = { role: 'user' as const, content: 'hi', otid: 'otid-sent' };
  await store.getState().send({ kind: 'message', message, options: { isBackground } });
  for (let turn = 0; turn < TURNS_OF_THE_LOOP && store.getState().run.endedAt === null; turn += 1)
    await new Promise((resolve) => setImmediate(resolve));
  const { run } = store.getState();
  if (run.status !== 'finished') problems.push({ kind: 'stuck', text: `the turn is ${run.status}` });
  if (posts.length !== 1) problems.push({ kind: 'sent again', text: `${posts.length} times` });
  const isWholeStream = isReadable && run.link === 'stream';
  if (isWholeStream) problems.push(...whole.flatMap((expected) => lost(expected, run.messages)));
  return { problems, run, history: { messages: toHistory(said), readAt: lastRead() }, whole };
}

function toFrames(said: Said[]): Record<string, unknown>[] {
  const base = { run_id: 'run-1', seq_id: null };
  const pieces = said.flatMap(({ kind, pieces: each }, index) =>
    each.map((text) => ({
      ...base,
      id: `message-${index}`,
      otid: `otid-${index}`,
      message_type: kind,
      ...fieldOf(kind, text, index),
    })),
  );
  const end = { message_type: 'stop_reason', stop_reason: 'end_turn' };
  return [{ ...base, id: 'ping-1', message_type: 'ping' }, ...pieces, end];
}

/** What the server stores of the turn. */
function toHistory(said: Said[]): LettaMessage[] {
  const ids = (index: number) => ({ id: `message-${index}`, otid: `otid-${index}`, run_id: 'run-1' });
  return said.map(({ kind, pieces }, index) => ({
    ...ids(index),
    message_type: kind,
    ...fieldOf(kind, pieces.join(''), index),
  }));
}

function toWhole(said: Said[]): WholeText[] {
  return said.map(({ pieces }, index) => ({ key: `otid-${index}`, text: pieces.join('') }));
}

function fieldOf(kind: Said['kind'], text: string, index: number): Record<string, unknown> {
  if (kind === 'assistant_message') return { content: text };
  if (kind === 'reasoning_message') return { reasoning: text };
  return { tool_calls: { tool_call_id: `call-${index}`, name: 'tool', arguments: text } };
}

function textOf(message: LettaMessage): string {
  const calls = message['tool_calls'];
  if (Array.isArray(calls)) return String(calls[0]?.arguments ?? '');
  return String(message['content'] ?? message['reasoning'] ?? '');
}

/** What is shown at any moment is a beginning of what is said: nothing twice, nothing left out. */
function doubled(message: LettaMessage, whole: WholeText[]): StreamProblem[] {
  const expected = whole.find(({ key }) => key === message.otid)?.text ?? '';
  const text = textOf(message);
  return expected.startsWith(text) ? [] : [{ kind: 'doubled', text: `${text} of ${expected}` }];
}

function lost(expected: WholeText, messages: LettaMessage[]): StreamProblem[] {
  const message = messages.find(({ otid }) => otid === expected.key);
  const text = message ? textOf(message) : '';
  return text === expected.text ? [] : [{ kind: 'lost', text: `${expected.text} became ${text}` }];
}

function mangle(frames: string[], { repeats, shuffle, seed, corrupt }: Mangling, connection: number): string[] {
  const at = (part: number) => Math.min(frames.length - 1, Math.floor(part * frames.length));
  const doubledAt = new Set(repeats.map(at));
  const brokenAt = corrupt === null ? -1 : at(corrupt);
  const given = frames.flatMap((frame, index) => {
    const shown = index === brokenAt ? frame.replace('{', '{{') : frame;
    return doubledAt.has(index) ? [shown, shown] : [shown];
  });
  return shuffle === 0 ? given : overtake(given, { window: shuffle, seed: seed + connection });
}

/** Lets frames overtake one another by at most a window; the end stays the end. */
function overtake(frames: string[], { window, seed }: { window: number; seed: number }): string[] {
  let state = seed;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return frames
    .map((frame, index) => ({ frame, rank: index + (index === frames.length - 1 ? window : random() * window) }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ frame }) => frame);
}
