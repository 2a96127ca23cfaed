import { approximateTokens } from '#lib/format.ts';
import type { ContextWindow } from '#lib/letta/context-window.ts';
import { readContent } from '#lib/runs/message-content.ts';
import { unpackNotice } from '#lib/runs/unpack-notice.ts';

export type ContextKind = 'system' | 'rules' | 'memory' | 'files' | 'external' | 'summary' | 'tools' | 'messages';

/** One part of a context window: its approximate tokens and its text as the model reads it. */
export interface ContextPart {
  kind: ContextKind;
  label: string;
  tokens: number;
  text: string;
}

/** The parts in the order the model reads them. */
export function contextParts(window: ContextWindow): ContextPart[] {
  const summary = summaryOf(window);
  const files = [window.memory_filesystem, window.directories].filter(Boolean).join('\n\n');
  return [
    { kind: 'system', label: 'System prompt', tokens: window.num_tokens_system, text: window.system_prompt },
    {
      kind: 'rules',
      label: 'Tool rules',
      tokens: window.num_tokens_tool_usage_rules ?? 0,
      text: window.tool_usage_rules ?? '',
    },
    { kind: 'memory', label: 'Core memory', tokens: window.num_tokens_core_memory, text: window.core_memory },
    {
      kind: 'files',
      label: 'Files',
      tokens: (window.num_tokens_memory_filesystem ?? 0) + (window.num_tokens_directories ?? 0),
      text: files,
    },
    {
      kind: 'external',
      label: 'External memory',
      tokens: window.num_tokens_external_memory_summary,
      text: window.external_memory_summary,
    },
    { kind: 'summary', label: 'Summary', ...summary },
    {
      kind: 'tools',
      label: 'Tool definitions',
      tokens: window.num_tokens_functions_definitions,
      text: json(window.functions_definitions ?? []),
    },
    {
      kind: 'messages',
      label: 'Messages',
      tokens: window.num_tokens_messages - (isAmongMessages(window) ? summary.tokens : 0),
      text: json(window.messages),
    },
  ];
}

/** Whether the summary is one of the messages: servers since 0.16 report no other. */
export function isAmongMessages(window: ContextWindow): boolean {
  return !window.summary_memory && window.messages.some(isSummary);
}

function summaryOf(window: ContextWindow): { tokens: number; text: string } {
  const message = isAmongMessages(window) ? window.messages.find(isSummary) : undefined;
  if (message === undefined) return { tokens: window.num_tokens_summary_memory, text: window.summary_memory ?? '' };
  const packed = readContent(Reflect.get(message, 'content')).text;
  const notice = unpackNotice(packed);
  const text = notice && 'text' in notice ? notice.text : packed;
  return { tokens: Math.min(approximateTokens(packed), window.num_tokens_messages), text };
}

function isSummary(message: unknown): message is object {
  return typeof message === 'object' && message !== null && Reflect.get(message, 'role') === 'summary';
}

function json(value: unknown[]): string {
  return value.length === 0 ? '' : JSON.stringify(value, null, 2);
}
