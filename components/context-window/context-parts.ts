import type { ContextWindow } from '#lib/letta/context-window.ts';

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
    { kind: 'summary', label: 'Summary', tokens: window.num_tokens_summary_memory, text: window.summary_memory ?? '' },
    {
      kind: 'tools',
      label: 'Tool definitions',
      tokens: window.num_tokens_functions_definitions,
      text: json(window.functions_definitions ?? []),
    },
    { kind: 'messages', label: 'Messages', tokens: window.num_tokens_messages, text: json(window.messages) },
  ];
}

function json(value: unknown[]): string {
  return value.length === 0 ? '' : JSON.stringify(value, null, 2);
}
