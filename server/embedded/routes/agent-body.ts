import { z } from 'zod';
import { compactionSettings } from './compaction-body.ts';
import { messageCreate } from './message-body.ts';

const json = z.record(z.string(), z.unknown());
const AGENT_TYPES = [
  'memgpt_agent',
  'memgpt_v2_agent',
  'letta_v1_agent',
  'react_agent',
  'workflow_agent',
  'split_thread_agent',
  'sleeptime_agent',
  'voice_convo_agent',
  'voice_sleeptime_agent',
] as const;
const toolRule = z.looseObject({ type: z.string(), tool_name: z.string() });

const newBlock = z.looseObject({
  label: z.string(),
  value: z.string().default(''),
  limit: z.number().int().positive().optional(),
  description: z.string().nullish(),
  read_only: z.boolean().optional(),
  hidden: z.boolean().nullish(),
  metadata: json.nullish(),
  tags: z.array(z.string()).nullish(),
  is_template: z.boolean().optional(),
  template_name: z.string().nullish(),
  preserve_on_migration: z.boolean().nullish(),
});

const shared = {
  system: z.string().nullish(),
  description: z.string().nullish(),
  metadata: json.nullish(),
  model: z.string().nullish(),
  embedding: z.string().nullish(),
  model_settings: json.nullish(),
  context_window_limit: z.number().int().positive().nullish(),
  compaction_settings: compactionSettings.nullish(),
  response_format: json.nullish(),
  tool_rules: z.array(toolRule).nullish(),
  tool_ids: z.array(z.string()).nullish(),
  block_ids: z.array(z.string()).nullish(),
  tags: z.array(z.string()).nullish(),
  secrets: z.record(z.string(), z.string()).nullish(),
  timezone: z.string().nullish(),
  message_buffer_autoclear: z.boolean().nullish(),
  max_files_open: z.number().int().positive().nullish(),
  per_file_view_window_char_limit: z.number().int().positive().nullish(),
  hidden: z.boolean().nullish(),
};

/** The body of `POST /v1/agents/`. Fields this server has no use for are accepted and ignored. */
export const createAgentBody = z.looseObject({
  ...shared,
  name: z.string().nullish(),
  agent_type: z.enum(AGENT_TYPES).default('letta_v1_agent'),
  tools: z.array(z.string()).nullish(),
  memory_blocks: z.array(newBlock).nullish(),
  include_base_tools: z.boolean().default(true),
  include_base_tool_rules: z.boolean().nullish(),
  initial_message_sequence: z.array(messageCreate).nullish(),
});

/** The body of `PATCH /v1/agents/{id}`: only what is named changes. */
export const updateAgentBody = z.looseObject({ ...shared, name: z.string().nullish() });

/** The body of `POST /v1/blocks/`. */
export const createBlockBody = newBlock;

/** The body of a block's PATCH: only what is named changes. */
export const updateBlockBody = z.looseObject({
  value: z.string().nullish(),
  label: z.string().nullish(),
  limit: z.number().int().positive().nullish(),
  description: z.string().nullish(),
  read_only: z.boolean().nullish(),
  hidden: z.boolean().nullish(),
  metadata: json.nullish(),
  tags: z.array(z.string()).nullish(),
});

export type CreateAgentBody = z.output<typeof createAgentBody>;
export type UpdateAgentBody = z.output<typeof updateAgentBody>;
export type CreateBlockBody = z.output<typeof createBlockBody>;
export type UpdateBlockBody = z.output<typeof updateBlockBody>;
