import { expect, it } from 'vitest';
import type { ContextWindow } from '#lib/letta/context-window.ts';
import { contextParts, isAmongMessages } from './context-parts.ts';

const WINDOW: ContextWindow = {
  context_window_size_max: 1_000,
  context_window_size_current: 300,
  num_messages: 2,
  num_archival_memory: 0,
  num_recall_memory: 9,
  num_tokens_system: 100,
  system_prompt: 'Be kind.',
  num_tokens_core_memory: 0,
  core_memory: '',
  num_tokens_external_memory_summary: 0,
  external_memory_summary: '',
  num_tokens_summary_memory: 0,
  summary_memory: null,
  num_tokens_functions_definitions: 0,
  num_tokens_messages: 200,
  messages: [{ role: 'system' }, { role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
};
const ALERT = JSON.stringify({ type: 'system_alert', message: 'They spoke of tea.', time: 'today' });
const SUMMARY = { role: 'summary', content: [{ type: 'text', text: ALERT }] };

it.each<[string, Partial<ContextWindow>, { text: string; summary: number; messages: number; among: boolean }]>([
  ['none', {}, { text: '', summary: 0, messages: 200, among: false }],
  [
    'one the server reports itself',
    { summary_memory: 'Tea.', num_tokens_summary_memory: 7 },
    { text: 'Tea.', summary: 7, messages: 200, among: false },
  ],
  [
    'one among the messages',
    { messages: [{ role: 'system' }, SUMMARY] },
    {
      text: 'They spoke of tea.',
      summary: Math.ceil(ALERT.length / 4),
      messages: 200 - Math.ceil(ALERT.length / 4),
      among: true,
    },
  ],
  [
    'one that is not packed',
    { messages: [{ role: 'summary', content: 'Plainly tea.' }] },
    { text: 'Plainly tea.', summary: 3, messages: 197, among: true },
  ],
])('the summary of a window: %s', (_name, change, expected) => {
  const window = { ...WINDOW, ...change };
  const parts = contextParts(window);
  const [summary, messages] = [
    parts.find(({ kind }) => kind === 'summary'),
    parts.find(({ kind }) => kind === 'messages'),
  ];
  expect({
    text: summary?.text,
    summary: summary?.tokens,
    messages: messages?.tokens,
    among: isAmongMessages(window),
  }).toEqual(expected);
});
