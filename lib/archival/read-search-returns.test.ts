import { describe, expect, test } from 'vitest';
import type { LettaMessage } from '#lib/runs/letta-message.ts';
import { countRetrievals, readSearchReturns } from './read-search-returns.ts';

const [A, B] = ['passage-0200caf7-ab1c-4c84-abfe-d0ce6910a359', 'passage-3b744ee1-425c-4183-94b8-19a0ee7a085d'];

function found(tool_return: unknown, more: Partial<LettaMessage> = {}): LettaMessage {
  return {
    id: 'message-1',
    message_type: 'tool_return_message',
    name: 'archival_memory_search',
    step_id: 'step-1',
    date: '2026-11-22T01:57:36+00:00',
    tool_call_id: 'call_1',
    status: 'success',
    tool_return,
    ...more,
  };
}

const entry = (id: string, content = 'The sky is blue') =>
  `{'id': '${id}', 'timestamp': '2026-11-22T01:57:35.990887+00:00', 'content': '${content}', 'tags': ['color']}`;

describe('what a search gave', () => {
  test.each<[string, unknown, string[], number]>([
    ['as Letta 0.16.8 writes it', `[${entry(A)}]`, [A], 0],
    ['several', `[${entry(A)}, ${entry(B)}]`, [A, B], 0],
    ['nothing', '[]', [], 0],
    ['as JSON under a key', JSON.stringify({ results: [{ id: A, content: 'x' }], count: 1 }), [A], 0],
    ['as an object', [{ id: A }], [A], 0],
    ['a list and a number', `([${entry(A)}], 1)`, [A], 0],
    ['an id that only stands in a text', `[${entry(A, `see {\\'id\\': \\'${B}\\'} there`)}]`, [A], 0],
    ['double quotes around a text with single ones', `[{'id': '${A}', 'content': "it's {'id': '${B}'}"}]`, [A], 0],
    ['an id of something inside', `[{'id': '${A}', 'more': [{'id': '${B}'}]}]`, [A], 0],
    ['cut off in a text', `[${entry(A)}, {'id': '${B}', 'content': 'and so [{\\'id\\': on`, [A, B], 0],
    ['cut off in an id', `[${entry(A)}, {'id': 'passage-3b74`, [A], 1],
    ['older servers name no ids', "[{'timestamp': 'x', 'content': 'y'}]", [], 1],
    ['no list at all', 'No results.', [], 0],
  ])('%s', (_name, text, passageIds, nameless) => {
    expect(readSearchReturns([found(text)])).toEqual([
      { callId: 'call_1', stepId: 'step-1', date: '2026-11-22T01:57:36+00:00', passageIds, nameless },
    ]);
  });

  test('other tools and failed searches gave nothing', () => {
    const messages = [found(`[${entry(A)}]`, { name: 'notes' }), found(`[${entry(A)}]`, { status: 'error' })];
    expect(readSearchReturns(messages)).toEqual([]);
  });

  test('a return without a name belongs to its call', () => {
    const call = {
      id: 'm',
      message_type: 'tool_call_message',
      tool_call: { name: 'archival_memory_search', tool_call_id: 'call_1' },
    };
    expect(readSearchReturns([call, found(`[${entry(A)}]`, { name: null })])).toHaveLength(1);
  });
});

test('each search counts a passage once, a message read twice does not count twice, and the latest is the last', () => {
  const later = { step_id: 'step-2', tool_call_id: 'call_2', date: '2026-11-23T00:00:00+00:00' };
  const messages = [
    found(`[${entry(A)}, ${entry(B)}]`, later),
    found(`[${entry(A)}, ${entry(A)}]`),
    found(`[${entry(A)}]`),
  ];
  const counted = countRetrievals(readSearchReturns(messages));
  expect(counted.get(A)).toMatchObject({ count: 2, last: { stepId: 'step-2' } });
  expect(counted.get(B)).toMatchObject({ count: 1, last: { stepId: 'step-2' } });
});
