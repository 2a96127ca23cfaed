import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { LettaError, notFound } from '#server/embedded/letta-error.ts';
import { ModelError, type ModelMessage, type ModelUsage } from '#server/embedded/models/chat-model.ts';
import { readModelSettings } from '#server/embedded/models/model-settings.ts';
import type { AgentRow } from '#server/embedded/store/agents.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';

/** A question to a model outside any conversation. */
interface Question {
  prompt: string;
  systemPrompt: string | null;
  /** Another model than the agent's. */
  model: string | null;
  /** A JSON schema the answer has to fit. */
  responseSchema: Record<string, unknown> | null;
  signal: AbortSignal;
}

/** Asks the agent's model without its memory, history and tools. Nothing is stored. Throws 502 when the provider fails. */
export async function askOnce(context: EmbeddedContext, agent: AgentRow, question: Question) {
  const handle = question.model ?? agent.model;
  const model = await context.models.requireModel(handle).catch(() => {
    throw notFound(`Model '${handle}' not found or not accessible`);
  });
  const stored = question.model ? {} : fromJson<Record<string, unknown>>(agent.model_settings);
  const settings = readModelSettings(model, stored, null);
  const messages: ModelMessage[] = [{ role: 'user', content: question.prompt }];
  if (question.systemPrompt) messages.unshift({ role: 'system', content: question.systemPrompt });
  const { responseSchema } = question;
  let content = '';
  let usage: ModelUsage | null = null;
  try {
    for await (const event of context.models.chatModel(model).stream({
      messages,
      tools: [],
      toolChoice: 'none',
      ...settings,
      parallelToolCalls: false,
      responseFormat: responseSchema && toResponseFormat(responseSchema),
      signal: question.signal,
    })) {
      if (event.type === 'text') content += event.delta;
      if (event.type === 'usage') usage = event.usage;
    }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new LettaError(502, { detail: `The model could not be asked. ${error.detail}` });
  }
  return { content, model: model.name, usage: toUsage(usage) };
}

function toResponseFormat(schema: Record<string, unknown>) {
  return { type: 'json_schema', json_schema: { name: 'response', schema, strict: true } };
}

function toUsage(usage: ModelUsage | null) {
  return {
    message_type: 'usage_statistics',
    completion_tokens: usage?.completionTokens ?? 0,
    prompt_tokens: usage?.promptTokens ?? 0,
    total_tokens: usage?.totalTokens ?? 0,
    step_count: 0,
    run_ids: null,
    cached_input_tokens: usage?.cachedInputTokens ?? null,
    cache_write_tokens: usage?.cacheWriteTokens ?? null,
    reasoning_tokens: usage?.reasoningTokens ?? null,
    context_tokens: null,
  };
}
