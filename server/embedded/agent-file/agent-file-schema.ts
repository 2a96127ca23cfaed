import { z } from 'zod';
import { createAgentBody, createBlockBody } from '#server/embedded/routes/agent-body.ts';

const json = z.record(z.string(), z.unknown());
const texts = z.array(z.string());
const secrets = z.record(z.string(), z.string().nullable());

const fileBlock = createBlockBody.extend({ id: z.string(), value: z.string() });

const fileTool = z.looseObject({
  id: z.string(),
  tool_type: z.string().default('custom'),
  name: z.string().nullish(),
  description: z.string().nullish(),
  source_type: z.string().nullish(),
  source_code: z.string().nullish(),
  json_schema: json.nullish(),
  args_json_schema: json.nullish(),
  tags: texts.default([]),
  return_char_limit: z.number().int().min(1).max(1_000_000).default(50_000),
  pip_requirements: z.array(z.unknown()).nullish(),
  npm_requirements: z.array(z.unknown()).nullish(),
  default_requires_approval: z.boolean().nullish(),
  enable_parallel_execution: z.boolean().nullish(),
  metadata_: json.nullish(),
});

const llmConfig = z.looseObject({
  model: z.string().nullish(),
  handle: z.string().nullish(),
  provider_name: z.string().nullish(),
  model_endpoint_type: z.string().nullish(),
  context_window: z.number().int().positive().nullish(),
  temperature: z.number().nullish(),
  reasoning_effort: z.string().nullish(),
});

const fileAgent = createAgentBody.extend({
  id: z.string(),
  llm_config: llmConfig.nullish(),
  embedding_config: z.looseObject({ handle: z.string().nullish() }).nullish(),
  secrets: secrets.nullish(),
  tool_exec_environment_variables: secrets.nullish(),
  in_context_message_ids: texts.default([]),
  // Each is checked by itself: there may be tens of thousands.
  messages: z.array(z.unknown()).default([]),
});

const toolCall = z.looseObject({
  id: z.string(),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
});
const toolOutput = z.looseObject({
  tool_call_id: z.string().nullish(),
  status: z.enum(['success', 'error']).default('success'),
  stdout: texts.nullish(),
  stderr: texts.nullish(),
  func_response: z.union([z.string(), z.array(z.unknown())]).nullish(),
});
const decision = z.looseObject({
  tool_call_id: z.string(),
  approve: z.boolean(),
  reason: z.string().nullish(),
});

/** The content of an agent file. `agents[].messages` are still unchecked: see `agentFileMessage`. Other fields are ignored. */
export const agentFileSchema = z.looseObject({
  agents: z.array(fileAgent),
  groups: z.array(z.unknown()),
  blocks: z.array(fileBlock),
  files: z.array(z.unknown()),
  sources: z.array(z.unknown()),
  tools: z.array(fileTool),
  mcp_servers: z.array(z.unknown()),
});

/** One message of an agent in an agent file, in the form the original stores messages. */
export const agentFileMessage = z.looseObject({
  id: z.string(),
  role: z.enum(['system', 'user', 'assistant', 'tool', 'function', 'approval', 'summary']),
  content: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]).nullish(),
  name: z.string().nullish(),
  model: z.string().nullish(),
  otid: z.string().nullish(),
  sender_id: z.string().nullish(),
  tool_calls: z.array(toolCall).nullish(),
  tool_call_id: z.string().nullish(),
  tool_returns: z.array(toolOutput).nullish(),
  approvals: z.array(z.union([decision, toolOutput])).nullish(),
  approve: z.boolean().nullish(),
  denial_reason: z.string().nullish(),
  created_at: z.string().nullish(),
});

/** The body of `POST /v1/agents/{id}/export`. */
export const exportBody = z.looseObject({
  conversation_id: z.string().nullish(),
  scrub_messages: z.boolean().default(false),
  skills: z
    .array(
      z.object({
        name: z.string(),
        files: z.record(z.string(), z.string()).nullable().default(null),
        source_url: z.string().nullable().default(null),
      }),
    )
    .default([]),
});

export type AgentFileMessage = z.output<typeof agentFileMessage>;
export type AgentFileTool = z.output<typeof fileTool>;
export type AgentFileBlock = z.output<typeof fileBlock>;
export type AgentFileSkill = z.output<typeof exportBody>['skills'][number];

export type AgentFileFields = z.output<typeof fileAgent>;

/** An agent of a checked file; the messages among its fields are the unchecked ones. */
export interface AgentFileAgent {
  fields: AgentFileFields;
  messages: AgentFileMessage[];
}

/** A checked file. */
export interface AgentFile {
  agents: AgentFileAgent[];
  blocks: AgentFileBlock[];
  tools: AgentFileTool[];
}
