import type { TraceBlock } from './model-call.ts';

const MEMORY = /<memory_blocks>([\s\S]*?)<\/memory_blocks>/;
const BLOCK = /<([^\s<>/]+)>\s*<description>[\s\S]*?<value>\n?([\s\S]*?)\n?<\/value>\s*<\/\1>/g;

/** The memory blocks that a compiled system prompt holds, in its order. */
export function readMemoryBlocks(system: string): TraceBlock[] {
  const memory = MEMORY.exec(system)?.[1];
  if (memory === undefined) return [];
  return [...memory.matchAll(BLOCK)].map(([, label = '', value = '']) => ({ label, value }));
}
