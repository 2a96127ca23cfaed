import { setImmediate as pause } from 'node:timers/promises';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { newId } from '#server/embedded/ids.ts';
import { badRequest } from '#server/embedded/letta-error.ts';
import type { ModelInfo } from '#server/embedded/models/model-info.ts';
import type { CreateAgentBody } from '#server/embedded/routes/agent-body.ts';
import { unlistedModel } from '#server/embedded/routes/model-wire.ts';
import { randomAgentName } from '#server/embedded/routes/random-agent-name.ts';
import { requireName } from '#server/embedded/routes/write-agent.ts';
import type { NewMessage } from '#server/embedded/store/messages.ts';
import type { AgentFileAgent, AgentFileFields } from './agent-file-schema.ts';
import { createMessageReader } from './from-file-message.ts';
import { importFailed } from './import-failed.ts';
import type { TakenTools } from './import-tools.ts';

/** What a person chose for an import; null where the file decides. */
export interface ImportOptions {
  name: string | null;
  /** What is put behind the name the file gives. */
  nameSuffix: string;
  model: string | null;
  embedding: string | null;
  secrets: Record<string, string>;
  takenTools: TakenTools;
  messages: 'all' | 'none';
}

interface History {
  messages: NewMessage[];
  /** The ids of the messages the model sees. */
  inContext: string[];
}

/** An agent of a file as it will be stored, before anything is. */
export interface AgentPlan extends History {
  id: string;
  name: string;
  file: AgentFileFields;
  body: CreateAgentBody;
  model: ModelInfo;
  contextWindow: number;
}

const MESSAGES_AT_ONCE = 500;
const USUAL_TEMPERATURE = 1;
const DEFAULT_CONTEXT_WINDOW = 128_000;

/**
 * Reads one agent of a file. Throws the original's 404 or 400 for a model that was chosen and is not listed, and 400 for
 * ids that lead nowhere. A model the file names is kept, listed or not.
 */
export async function planAgent(
  context: EmbeddedContext,
  agent: AgentFileAgent,
  options: ImportOptions,
): Promise<AgentPlan> {
  const file = agent.fields;
  const id = newId('agent');
  const { model, contextWindow } = await chooseModel(context, file, options);
  if (options.embedding) await context.models.requireEmbedding(options.embedding);
  const { messages, inContext } =
    options.messages === 'all' ? await readMessages(agent, id) : { messages: [], inContext: [] };
  const body: CreateAgentBody = {
    ...file,
    embedding: options.embedding ?? file.embedding_config?.handle ?? file.embedding,
    // Settings belong to the model they were made for.
    model_settings: options.model ? null : (file.model_settings ?? settingsOf(file)),
    secrets: secretsOf(file, options),
    context_window_limit: contextWindow,
  };
  const name = requireName(options.name ?? `${file.name ?? randomAgentName()}${options.nameSuffix}`);
  return { id, name, file, body, model, contextWindow, messages, inContext };
}

async function chooseModel(context: EmbeddedContext, file: AgentFileFields, options: ImportOptions) {
  const { llm_config: config } = file;
  const wanted = file.context_window_limit ?? config?.context_window;
  if (options.model) {
    const model = await context.models.requireModel(options.model);
    return { model, contextWindow: Math.min(wanted ?? model.contextWindow, model.contextWindow) };
  }
  const provider = config?.provider_name ?? config?.model_endpoint_type ?? 'unknown';
  const handle = file.model ?? config?.handle ?? (config?.model ? `${provider}/${config.model}` : null);
  if (!handle) throw badRequest('INVALID_ARGUMENT: Must specify either model or llm_config in request');
  const listed = (await context.models.listModels()).find((model) => model.handle === handle);
  const model = listed ?? unlistedModel(handle, wanted ?? DEFAULT_CONTEXT_WINDOW);
  return { model, contextWindow: wanted ?? model.contextWindow };
}

/** Files of the original tell settings in `llm_config` only; what is not as usual there was set by somebody. */
function settingsOf({ llm_config: config }: AgentFileFields): Record<string, unknown> | null {
  const temperature = config?.temperature ?? USUAL_TEMPERATURE;
  const effort = config?.reasoning_effort ?? null;
  if (temperature === USUAL_TEMPERATURE && effort === null) return null;
  const provider_type = config?.model_endpoint_type ?? 'openai';
  return { provider_type, temperature, ...(effort === null ? {} : { reasoning: { reasoning_effort: effort } }) };
}

/** A name whose value is not in the file stays, empty, so that a person sees what is missing. */
function secretsOf(file: AgentFileFields, options: ImportOptions): Record<string, string> {
  const named = Object.entries({ ...file.tool_exec_environment_variables, ...file.secrets });
  return { ...Object.fromEntries(named.map(([name, value]) => [name, value ?? ''])), ...options.secrets };
}

async function readMessages({ fields, messages }: AgentFileAgent, agentId: string): Promise<History> {
  const read = createMessageReader(agentId);
  const ids = new Map(messages.map(({ id }) => [id, newId('message')]));
  const idOf = (fileId: string) => {
    const id = ids.get(fileId);
    if (id === undefined) throw importFailed(`'${fileId}'`);
    return id;
  };
  const rows: NewMessage[] = [];
  for (const [index, message] of messages.entries()) {
    if (index % MESSAGES_AT_ONCE === MESSAGES_AT_ONCE - 1) await pause();
    rows.push(read(message, idOf(message.id)));
  }
  return { messages: rows, inContext: fields.in_context_message_ids.map(idOf) };
}
