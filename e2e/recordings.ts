import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Playback } from './play-back.ts';

/** A stream as a real server sent it, and what a person has to see of it. */
export interface Recording {
  name: string;
  playback: Playback;
  /** Texts and tool names, of the stream. */
  texts: string[];
  /** Those of them that the recorded history has: what a run kept that was broken off, the server decides. */
  storedTexts: string[];
}

type Frame = Record<string, unknown> & { message_type: string; id?: string; otid?: string | null; run_id?: string };

/** The recordings of a folder: `name.sse`, and beside it `name.json` with what the server had afterwards. */
export async function readRecordings(folder: string): Promise<Recording[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sse')).toSorted();
  return await Promise.all(names.map((name) => readRecording(join(folder, name))));
}

async function readRecording(file: string): Promise<Recording> {
  const stream = await readFile(file, 'utf8');
  const about = await readFile(file.replace(/\.sse$/, '.json'), 'utf8').then(
    (text) => JSON.parse(text) as { history_after?: { body?: unknown }; run_after?: Record<string, unknown> },
    () => ({}) as { history_after?: { body?: unknown }; run_after?: Record<string, unknown> },
  );
  const frames = readFrames(stream);
  const recorded = about.history_after?.body;
  const messages = Array.isArray(recorded) ? recorded : joinFrames(frames);
  const runId = frames.find((frame) => frame.run_id)?.run_id ?? 'run-1';
  const run = { id: runId, status: 'completed', stop_reason: 'end_turn', ...about.run_after };
  const texts = textsOf(frames);
  const stored = lettersOf(JSON.stringify(messages));
  return {
    name: basename(file, '.sse'),
    playback: { stream, messages, run, isHistoryHeld: true },
    texts,
    storedTexts: texts.filter((text) => stored.includes(lettersOf(text))),
  };
}

/** A text without what Markdown and line breaks change. */
export function lettersOf(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** A reader of its own: the product's is what is tested. */
function readFrames(stream: string): Frame[] {
  const lines = stream.split('\n').filter((line) => line.startsWith('data: {'));
  const frames = lines.map((line) => JSON.parse(line.slice('data: '.length)) as Partial<Frame>);
  return frames.filter((frame): frame is Frame => typeof frame.message_type === 'string');
}

function callsOf(frame: Frame): { name?: string | null; arguments?: string | null; tool_call_id?: string }[] {
  const calls = frame['tool_calls'] ?? frame['tool_call'] ?? [];
  return Array.isArray(calls) ? calls : [calls];
}

function textOf(frame: Frame): string {
  const text = frame['reasoning'] ?? frame['content'];
  return typeof text === 'string' ? text : '';
}

function keyOf({ message_type, otid, id }: Frame): string {
  return `${message_type} ${otid ?? id}`;
}

function textsOf(frames: Frame[]): string[] {
  const said = new Map<string, string>();
  for (const frame of frames.filter((each) => ['assistant_message', 'reasoning_message'].includes(each.message_type)))
    said.set(keyOf(frame), (said.get(keyOf(frame)) ?? '') + textOf(frame));
  const tools = frames
    .filter((frame) => ['tool_call_message', 'approval_request_message'].includes(frame.message_type))
    .flatMap((frame) => callsOf(frame).flatMap(({ name }) => name ?? []));
  return [...said.values(), ...new Set(tools)].filter((text) => text.trim() !== '');
}

/** The history of a recording that kept none: every message whole. */
function joinFrames(frames: Frame[]): Frame[] {
  const whole = new Map<string, Frame>();
  for (const frame of frames) {
    if (['ping', 'stop_reason', 'usage_statistics', 'error_message'].includes(frame.message_type)) continue;
    const known = whole.get(keyOf(frame));
    const field = frame.message_type === 'reasoning_message' ? 'reasoning' : 'content';
    if (!known) whole.set(keyOf(frame), frame);
    else if (textOf(frame)) whole.set(keyOf(frame), { ...known, [field]: textOf(known) + textOf(frame) });
  }
  return [...whole.values()];
}
