import type { Block } from '#lib/letta/blocks.ts';

/** The name under which the draft of a block is kept. */
export function blockDraftName(block: Block): string {
  return `block:${block.id}`;
}
