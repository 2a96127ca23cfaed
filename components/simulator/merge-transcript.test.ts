import { describe, expect, it } from 'vitest';
import type { LettaMessage } from '#lib/runs/letta-message.ts';
import { IDLE_RUN, type RunState } from '#lib/runs/reduce-run.ts';
import { joinPages, mergeTranscript } from './merge-transcript.ts';

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
const textsOf = (rows: ReturnType<typeof mergeTranscript>) => rows.map((row) => ('text' in row ? row.text : row.kind));

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
    expect(textsOf(mergeTranscript(history, state))).toEqual(texts);
  });

  it('does not repeat a system message, whose otid history does not keep', () => {
    const message: LettaMessage = { id: 'sent-s', message_type: 'system_message', otid: 's', content: 'an event' };
    const stored: LettaMessage = { ...message, id: 'message-9', otid: null, run_id: 'run-1' };
    expect(textsOf(mergeTranscript([past, stored], { ...run('failed'), sent: message, messages: [] }))).toEqual([
      'before',
      'an event',
    ]);
  });

  it('keeps the keys of rows when history takes the place of the live turn', () => {
    const live = mergeTranscript([past], run('streaming')).map((row) => row.key);
    const stored = mergeTranscript([past, storedSent, reply], run('finished')).map((row) => row.key);
    expect(stored).toEqual(live);
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
