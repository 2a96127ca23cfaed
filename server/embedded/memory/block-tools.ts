import { z } from 'zod';
import type { ValueChange } from '#server/embedded/embedded-context.ts';
import { type BlockRow, blocksOfThread, updateBlock } from '#server/embedded/store/blocks.ts';
import type { Database } from '#server/embedded/store/open-database.ts';
import type { Thread } from '#server/embedded/store/threads.ts';

/** A failure the agent is told about in the words of a Python exception. */
export class ToolFailure extends Error {
  readonly kind: string;

  constructor(kind: 'ValueError' | 'KeyError' | 'TypeError', message: string) {
    super(message);
    this.kind = kind;
  }
}

const insertArgs = z.object({ label: z.string(), new_string: z.string(), insert_line: z.number().int().optional() });
const replaceArgs = z.object({ label: z.string(), old_string: z.string(), new_string: z.string() });
const rethinkArgs = z.object({ label: z.string(), new_memory: z.string() });
const appendArgs = z.object({ label: z.string(), content: z.string() });
const coreReplaceArgs = z.object({ label: z.string(), old_content: z.string(), new_content: z.string() });

type BlockTool = (args: unknown) => { label: string; change(value: string): string };

const BLOCK_TOOLS: Record<string, BlockTool> = {
  memory_insert: (raw) => {
    const { label, new_string, insert_line } = insertArgs.parse(raw);
    return { label, change: (value) => insertLine(value, new_string, insert_line ?? -1) };
  },
  memory_replace: (raw) => {
    const { label, old_string, new_string } = replaceArgs.parse(raw);
    return { label, change: (value) => replaceOnce({ label, value, before: old_string, after: new_string }) };
  },
  memory_rethink: (raw) => {
    const { label, new_memory } = rethinkArgs.parse(raw);
    return { label, change: () => new_memory };
  },
  core_memory_append: (raw) => {
    const { label, content } = appendArgs.parse(raw);
    return { label, change: (value) => (value ? `${value}\n${content}` : content) };
  },
  core_memory_replace: (raw) => {
    const { label, old_content, new_content } = coreReplaceArgs.parse(raw);
    return { label, change: (value) => replaceOnce({ label, value, before: old_content, after: new_content }) };
  },
};

/** Whether this is one of the tools that change a memory block. */
export function isBlockTool(name: string): boolean {
  return Object.hasOwn(BLOCK_TOOLS, name);
}

interface BlockToolCall {
  name: string;
  args: unknown;
  /** Told while the block is being written, so that nobody else's write is told in between. */
  onChange(change: ValueChange): void;
}

/** Runs a memory tool for an agent and returns the new value of the block. Throws ToolFailure or a ZodError. */
export async function runBlockTool(
  db: Database,
  thread: Thread,
  { name, args, onChange }: BlockToolCall,
): Promise<string> {
  const tool = isBlockTool(name) ? BLOCK_TOOLS[name] : undefined;
  if (!tool) throw new ToolFailure('KeyError', `'${name}'`);
  const { label, change } = tool(args);
  // Another writer may come between the read and the write: try again on its value.
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const block = await findBlock(db, thread, label);
    const value = change(block.value);
    requireWithinLimit(block, value);
    const isSaved = await db.transaction().execute(async (trx) => {
      const patch = { value, last_updated_by_id: thread.agentId };
      if (!(await updateBlock(trx, block.id, patch, block.version))) return false;
      if (value !== block.value) onChange({ blockId: block.id, before: block.value, value });
      return true;
    });
    if (isSaved) return value;
  }
  throw new ToolFailure('ValueError', `The block ${label} kept changing while it was being written.`);
}

async function findBlock(db: Database, thread: Thread, label: string): Promise<BlockRow> {
  const blocks = await blocksOfThread(db, thread);
  const block = blocks.find((each) => each.label === label);
  if (!block) {
    const labels = blocks.map((each) => each.label).join(', ');
    throw new ToolFailure('KeyError', `'Block field ${label} does not exist (available sections = ${labels})'`);
  }
  if (block.read_only) throw new ToolFailure('ValueError', 'This block is read-only and cannot be edited.');
  return block;
}

/** A text that is too long already may still become shorter. */
function requireWithinLimit({ label, limit, value: before }: BlockRow, value: string): void {
  const length = [...value].length;
  if (length <= limit || length <= [...before].length) return;
  throw new ToolFailure(
    'ValueError',
    `Edit failed: the block ${label} would hold ${length} characters, and its limit is ${limit}. Shorten what it holds first.`,
  );
}

function insertLine(value: string, text: string, line: number): string {
  if (value === '') return text;
  const lines = value.split('\n');
  if (line < -1 || line > lines.length) {
    throw new ToolFailure(
      'ValueError',
      `insert_line must be between 0 and ${lines.length} (or -1 for the end), not ${line}.`,
    );
  }
  lines.splice(line === -1 ? lines.length : line, 0, text);
  return lines.join('\n');
}

function replaceOnce({
  label,
  value,
  before,
  after,
}: {
  label: string;
  value: string;
  before: string;
  after: string;
}): string {
  const first = value.indexOf(before);
  if (before === '' || first === -1) {
    throw new ToolFailure(
      'ValueError',
      `No replacement was performed, old_string \`${before}\` did not appear verbatim in memory block with label \`${label}\`.`,
    );
  }
  if (value.indexOf(before, first + 1) !== -1) {
    throw new ToolFailure(
      'ValueError',
      `No replacement was performed, old_string \`${before}\` occurs more than once in memory block with label \`${label}\`. Give more of the text around it.`,
    );
  }
  return value.slice(0, first) + after + value.slice(first + before.length);
}
