import type { Insertable } from 'kysely';
import { newId } from '#server/embedded/ids.ts';
import type { Database } from '#server/embedded/store/open-database.ts';
import type { Schema } from '#server/embedded/store/schema.ts';
import { upsertTool } from '#server/embedded/store/tools.ts';
import { nowIso } from '#server/embedded/times.ts';

interface BaseTool {
  name: string;
  type: string;
  description: string;
  properties: Record<string, Record<string, unknown>>;
  required: string[];
  parallel?: boolean;
}

const LABEL = { type: 'string', description: 'The label of the memory block.' };
const START = { type: 'string', description: 'Only what is not older than this date (ISO 8601).' };
const END = { type: 'string', description: 'Only what is not newer than this date (ISO 8601).' };

/** The tools this server runs itself. Names, parameters and meaning are Letta's, the texts are ours. */
const BASE_TOOLS: readonly BaseTool[] = [
  {
    name: 'conversation_search',
    type: 'letta_core',
    description: 'Search everything said so far for words, newest first.',
    properties: {
      query: { type: 'string', description: 'The words to look for. All of them must occur.' },
      roles: {
        type: 'array',
        items: { type: 'string', enum: ['assistant', 'user', 'tool'] },
        description: 'Whose messages to search.',
      },
      limit: { type: 'integer', description: 'How many messages to return at most.' },
      start_date: START,
      end_date: END,
    },
    required: [],
    parallel: true,
  },
  {
    name: 'archival_memory_insert',
    type: 'letta_core',
    description: 'Keep a self-contained note or fact in archival memory, to be found again by its meaning.',
    properties: {
      content: { type: 'string', description: 'The text to keep.' },
      tags: { type: 'array', items: { type: 'string' }, description: 'Words to file it under.' },
    },
    required: ['content'],
  },
  {
    name: 'archival_memory_search',
    type: 'letta_core',
    description: 'Find notes in archival memory by meaning, best match first.',
    properties: {
      query: { type: 'string', description: 'What to look for, in plain words.' },
      tags: { type: 'array', items: { type: 'string' }, description: 'Only notes with these tags.' },
      tag_match_mode: { type: 'string', enum: ['any', 'all'], description: 'Whether one of the tags is enough.' },
      top_k: { type: 'integer', description: 'How many notes to return at most.' },
      start_datetime: START,
      end_datetime: END,
    },
    required: ['query'],
    parallel: true,
  },
  {
    name: 'memory_insert',
    type: 'letta_sleeptime_core',
    description: 'Add a line of text to a memory block.',
    properties: {
      label: LABEL,
      new_string: { type: 'string', description: 'The text to add.' },
      insert_line: {
        type: 'integer',
        description: 'The line to put it behind: 0 is the beginning, -1 (the default) the end.',
      },
    },
    required: ['label', 'new_string'],
  },
  {
    name: 'memory_replace',
    type: 'letta_sleeptime_core',
    description: 'Replace a piece of text in a memory block. The old text must occur exactly once.',
    properties: {
      label: LABEL,
      old_string: { type: 'string', description: 'The text to replace, to the letter.' },
      new_string: { type: 'string', description: 'What to put in its place; empty to remove it.' },
    },
    required: ['label', 'old_string', 'new_string'],
  },
  {
    name: 'memory_rethink',
    type: 'letta_sleeptime_core',
    description: 'Write a memory block anew. Use it to reorganise a block, not for small changes.',
    properties: { label: LABEL, new_memory: { type: 'string', description: 'The whole new text of the block.' } },
    required: ['label', 'new_memory'],
  },
  {
    name: 'core_memory_append',
    type: 'letta_memory_core',
    description: 'Add text to the end of a memory block.',
    properties: { label: LABEL, content: { type: 'string', description: 'The text to add.' } },
    required: ['label', 'content'],
  },
  {
    name: 'core_memory_replace',
    type: 'letta_memory_core',
    description: 'Replace a piece of text in a memory block.',
    properties: {
      label: LABEL,
      old_content: { type: 'string', description: 'The text to replace, to the letter.' },
      new_content: { type: 'string', description: 'What to put in its place.' },
    },
    required: ['label', 'old_content', 'new_content'],
  },
];

/** The tools a new agent of a type gets unless its maker says otherwise. */
export function defaultAgentTools(agentType: string): string[] {
  switch (agentType) {
    case 'react_agent':
    case 'workflow_agent':
      return [];
    case 'memgpt_agent':
      return ['conversation_search', 'core_memory_append', 'core_memory_replace'];
    case 'sleeptime_agent':
      return ['memory_insert', 'memory_replace', 'memory_rethink'];
    default:
      return ['conversation_search', 'memory_insert', 'memory_replace'];
  }
}

/** Puts the base tools into the library, and brings the texts of those already there up to date. */
export async function installBaseTools(db: Database): Promise<void> {
  for (const tool of BASE_TOOLS) await upsertTool(db, toRow(tool));
}

function toRow(tool: BaseTool): Insertable<Schema['tools']> {
  const parameters = { type: 'object', properties: tool.properties, required: tool.required };
  return {
    id: newId('tool'),
    name: tool.name,
    tool_type: tool.type,
    description: tool.description,
    source_type: 'python',
    source_code: null,
    json_schema: JSON.stringify({ name: tool.name, description: tool.description, parameters }),
    args_json_schema: null,
    tags: JSON.stringify([tool.type]),
    return_char_limit: 50_000,
    pip_requirements: null,
    npm_requirements: null,
    default_requires_approval: null,
    enable_parallel_execution: Number(tool.parallel ?? false),
    metadata_: '{}',
    created_at: nowIso(),
  };
}
