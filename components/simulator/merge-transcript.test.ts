import { describe, expect, it } from 'vitest';
import type { LettaMessage } from '#lib/runs/letta-message.ts';
import { IDLE_RUN, type RunState } from '#lib/runs/run-state.ts';
import { toTranscript } from '#lib/runs/to-transcript.ts';
import { createTranscriptMerger, joinPages, mergeMessages } from './merge-transcript.ts';

const past: LettaMessage = {
  id: 'message-0',
  message_type: 'assistant_message',
  otid: 'o0',
  run_id: 'run-0',
  content: 'before',
};
const sent: LettaMessage = { id: 'sent-u', message_type: 'user_message', otid: 'u', content: 'hi' };
const storedSent: LettaMessage = { ...sent, id: 'message-1', run_id: 'run-1' };
const reply: LettaMessage = {
  id: 'message-2',
  message_type: 'assistant_message',
  otid: 'r',
  run_id: 'run-1',
  content: 'hello',
};
const run = (status: RunState['status']): RunState => ({
  ...IDLE_RUN,
  status,
  runId: 'run-1',
  sent,
  messages: [reply],
});
const ENDED_AT = 100;
const merge = (messages: LettaMessage[], state: RunState, readAt = 0) => {
  const { past: before, live } = mergeMessages({ messages, readAt }, state);
  return toTranscript([...before, ...live]).items;
};
const textsOf = (items: ReturnType<typeof merge>) => items.map((item) => ('text' in item ? item.text : item.kind));

describe('mergeTranscript', () => {
  it.each([
    ['history alone', [past], IDLE_RUN, ['before']],
    ['a live turn after history', [past], run('streaming'), ['before', 'hi', 'hello']],
    ['a live turn that history has in part', [past, storedSent], run('streaming'), ['before', 'hi', 'hello']],
    ['a finished turn that history has', [past, storedSent, reply], run('finished'), ['before', 'hi', 'hello']],
    ['a finished turn that history does not have yet', [past], run('finished'), ['before', 'hi', 'hello']],
    [
      'a broken turn of which history has the beginning',
      [past, storedSent],
      run('interrupted'),
      ['before', 'hi', 'hello'],
    ],
  ])('shows %s without a repeat', (_name, history, state, texts) => {
    expect(textsOf(merge(history, state))).toEqual(texts);
  });

  it('does not repeat a system message, whose otid history does not keep', () => {
    const message: LettaMessage = { id: 'sent-s', message_type: 'system_message', otid: 's', content: 'an event' };
    const stored: LettaMessage = { ...message, id: 'message-9', otid: null, run_id: 'run-1' };
    expect(textsOf(merge([past, stored], { ...run('failed'), sent: message, messages: [] }))).toEqual([
      'before',
      'an event',
    ]);
  });

  it('keeps the keys of rows when history takes the place of the live turn', () => {
    const live = merge([past], run('streaming')).map((item) => item.key);
    const stored = merge([past, storedSent, reply], run('finished')).map((item) => item.key);
    expect(stored).toEqual(live);
  });

  it('believes history alone once it was read after the end', () => {
    const ended = { ...run('finished'), endedAt: ENDED_AT };
    const renamed = { ...reply, otid: 'other' };
    expect(textsOf(merge([past, storedSent, renamed], ended, ENDED_AT + 1))).toEqual(['before', 'hi', 'hello']);
    expect(textsOf(merge([past, storedSent], ended, ENDED_AT - 1))).toEqual(['before', 'hi', 'hello']);
  });

  it('keeps what began a run that this page did not send', () => {
    const followed = { ...run('streaming'), sent: null };
    expect(textsOf(merge([past, storedSent], followed))).toEqual(['before', 'hi', 'hello']);
    const silent = { ...followed, messages: [] };
    expect(textsOf(merge([past, storedSent, { ...reply, content: 'hel' }], silent))).toEqual(['before', 'hi', 'hel']);
  });

  it('shows the longer text of a run that is polled', () => {
    const polled: RunState = { ...run('streaming'), link: 'poll' };
    expect(textsOf(merge([storedSent, { ...reply, content: 'hello, and more' }], polled))).toEqual([
      'hi',
      'hello, and more',
    ]);
    expect(textsOf(merge([storedSent, { ...reply, content: 'he' }], polled))).toEqual(['hi', 'hello']);
  });

  it('keeps the rows of the past as they are while the live turn grows', () => {
    const merger = createTranscriptMerger();
    const history = { messages: [past], readAt: 1 };
    const first = merger(history, run('streaming'));
    const second = merger(history, { ...run('streaming'), messages: [{ ...reply, content: 'hello, Ada' }] });
    expect(second.items[0]).toBe(first.items[0]);
    expect(textsOf(second.items)).toEqual(['before', 'hi', 'hello, Ada']);
  });
});

describe('joinPages', () => {
  it('puts the newest page last and drops what two pages share', () => {
    expect(
      joinPages([
        [storedSent, reply],
        [past, storedSent],
      ]),
    ).toEqual([past, storedSent, reply]);
  });
});
