import type { Tool } from '#lib/letta/tools.ts';

const LABELS: Record<string, string> = {
  custom: 'Python',
  letta_core: 'base',
  letta_memory_core: 'memory',
  letta_sleeptime_core: 'memory',
  letta_voice_sleeptime_core: 'voice',
  letta_multi_agent_core: 'multi-agent',
  letta_builtin: 'built-in',
  letta_files_core: 'files',
  external_mcp: 'MCP',
  external_langchain: 'LangChain (legacy)',
  external_composio: 'Composio (legacy)',
};

/** What kind of tool this is, in a word. */
export function toolTypeLabel(tool: Tool): string {
  const type = tool.tool_type ?? 'custom';
  if (type === 'custom' && tool.source_type === 'typescript') return 'TypeScript';
  return LABELS[type] ?? type;
}

/** Whether a person wrote it, and can change it. */
export function isCustom(tool: Tool): boolean {
  return (tool.tool_type ?? 'custom') === 'custom';
}

/** The kinds a library can be narrowed to. */
export const TOOL_TYPES = [
  { value: 'custom', label: 'Written here' },
  { value: 'letta_core', label: 'Base' },
  { value: 'letta_memory_core', label: 'Memory' },
  { value: 'letta_sleeptime_core', label: 'Memory (sleep-time)' },
  { value: 'letta_multi_agent_core', label: 'Multi-agent' },
  { value: 'letta_builtin', label: 'Built-in' },
  { value: 'letta_files_core', label: 'Files' },
  { value: 'external_mcp', label: 'MCP' },
];
