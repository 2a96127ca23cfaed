import type { Tool } from '#lib/letta/tools.ts';

const LABELS: Record<string, string> = {
  custom: 'Python',
  letta_core: 'base',
  letta_memory_core: 'memory',
  letta_sleeptime_core: 'memory',
  letta_multi_agent_core: 'multi-agent',
  letta_builtin: 'built-in',
  letta_files_core: 'files',
  external_mcp: 'MCP',
};

/** What kind of tool this is, in a word. */
export function toolTypeLabel(tool: Tool): string {
  const type = tool.tool_type ?? 'custom';
  if (type === 'custom' && tool.source_type === 'typescript') return 'TypeScript';
  return LABELS[type] ?? type;
}
