import { newId } from '#server/embedded/ids.ts';
import type { ModelToolCall, ModelUsage, ToolDefinition } from '#server/embedded/models/chat-model.ts';
import { requireAgent } from '#server/embedded/store/agents.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { messagesByIds, type NewMessage, toRow } from '#server/embedded/store/messages.ts';
import { insertStep, updateStep } from '#server/embedded/store/runs.ts';
import { type ToolRow, toolsOfAgent } from '#server/embedded/store/tools.ts';
import { nowIso } from '#server/embedded/times.ts';
import { SHUTDOWN } from './active-runs.ts';
import { appendMessages } from './append-messages.ts';
import { executeTool } from './execute-tool.ts';
import { createKeeper } from './keep-message.ts';
import type { StoredToolReturn } from './stored-content.ts';
import { createStepCollector, type StepOutput } from './take-step.ts';
import { toLettaMessages } from './to-letta-messages.ts';
import { toModelMessages } from './to-model-messages.ts';
import type { StopReason, Turn } from './turn.ts';

/** How a turn ended, and what it cost. `contextTokens` is the last step's total. */
export interface TurnResult {
  stopReason: StopReason;
  steps: number;
  usage: ModelUsage;
  contextTokens: number | null;
}

/** Steps the agent until it has no tool left to call. Throws ModelError when the provider fails. */
export async function runTurn(turn: Turn): Promise<TurnResult> {
  const result: TurnResult = {
    stopReason: 'max_steps',
    steps: 0,
    usage: {
      promptTokens: 0,
      completionTokens: 0,
      totalTokens: 0,
      cachedInputTokens: null,
      cacheWriteTokens: null,
      reasoningTokens: null,
    },
    contextTokens: null,
  };
  while (result.steps < turn.options.maxSteps) {
    if (turn.signal.aborted) return { ...result, stopReason: stopped(turn) };
    const output = await takeStep(turn);
    result.steps += 1;
    if (output.usage) {
      addUsage(result.usage, output.usage);
      result.contextTokens = output.usage.totalTokens;
    }
    const stop = turn.signal.aborted ? stopped(turn) : stopAfter(turn, output);
    if (stop) return { ...result, stopReason: stop };
  }
  return result;
}

async function takeStep(turn: Turn): Promise<StepOutput> {
  const { db, models } = turn.context;
  const agent = await requireAgent(db, turn.agent.id);
  const tools = await toolsOfAgent(db, agent.id);
  const stepId = newId('step');
  await insertStep(db, newStep(turn, stepId));
  const collector = createStepCollector(turn, stepId);
  const keeper = createKeeper(turn, () => collector.output({ keepCalls: false }));
  try {
    const settings = fromJson<Record<string, unknown>>(agent.model_settings);
    const events = models.chatModel(turn.model).stream({
      messages: toModelMessages(await messagesByIds(db, fromJson(agent.message_ids)), agent.timezone),
      tools: tools.map(toDefinition),
      toolChoice: 'auto',
      temperature: numberOrNull(settings['temperature']),
      maxOutputTokens: numberOrNull(settings['max_output_tokens']),
      reasoningEffort: null,
      parallelToolCalls: settings['parallel_tool_calls'] === true,
      responseFormat: settings['response_format'] ?? null,
      signal: turn.signal,
    });
    for await (const event of events) {
      if (turn.signal.aborted) break;
      collector.take(event);
      await keeper.keepNowAndThen();
    }
  } catch (error) {
    // What was sent stays, without calls that may be cut short.
    await keeper.keep(collector.output({ keepCalls: false }));
    await updateStep(db, stepId, {
      status: 'failed',
      stop_reason: 'llm_api_error',
      error_type: error instanceof Error ? error.name : 'Error',
    });
    throw error;
  }
  const output = collector.output({ keepCalls: !turn.signal.aborted });
  await keeper.keep(output);
  sendWhole(turn, output);
  if (output.toolCalls.length > 0) await runTools({ turn, tools, stepId, output });
  await updateStep(db, stepId, finishedStep(turn, output));
  return output;
}

/** Without token streaming, clients get a step's messages when it is whole. */
function sendWhole(turn: Turn, { message, isEmpty }: StepOutput): void {
  if (turn.options.streamTokens || isEmpty) return;
  for (const wire of toLettaMessages(toRow(message))) turn.send(wire);
}

async function runTools({
  turn,
  tools,
  stepId,
  output,
}: {
  turn: Turn;
  tools: ToolRow[];
  stepId: string;
  output: StepOutput;
}): Promise<void> {
  const returns: StoredToolReturn[] = [];
  for (const call of output.toolCalls) {
    const scope = { context: turn.context, agent: turn.agent, tools, signal: turn.signal };
    returns.push(turn.signal.aborted ? notRun(call) : await executeTool(scope, call));
  }
  const message: NewMessage = {
    id: newId('message'),
    agent_id: turn.agent.id,
    role: 'tool',
    name: returns[0]?.name ?? null,
    content: JSON.stringify(returns.map((each) => ({ type: 'text', text: each.func_response }))),
    tool_call_id: returns[0]?.tool_call_id ?? null,
    tool_returns: JSON.stringify(returns),
    run_id: turn.runId,
    step_id: stepId,
    created_at: nowIso(),
  };
  await appendMessages(turn, [message]);
  for (const wire of toLettaMessages(toRow(message))) turn.send(wire);
}

/** Why an aborted turn ended: a person stopped it, or the server is going down. */
function stopped(turn: Turn): StopReason {
  return turn.signal.reason === SHUTDOWN ? 'error' : 'cancelled';
}

function notRun(call: ModelToolCall): StoredToolReturn {
  const text = 'The turn was stopped before this tool ran.';
  return { tool_call_id: call.id, name: call.name, status: 'error', stdout: null, stderr: null, func_response: text };
}

function stopAfter(turn: Turn, output: StepOutput): StopReason | null {
  if (output.toolCalls.length === 0) return output.finishReason === 'length' ? 'max_tokens_exceeded' : 'end_turn';
  const rules = fromJson<{ type?: string; tool_name?: string }[]>(turn.agent.tool_rules);
  const exits = rules.some(
    (rule) => rule.type === 'exit_loop' && output.toolCalls.some((call) => call.name === rule.tool_name),
  );
  return exits ? 'tool_rule' : null;
}

function newStep(turn: Turn, id: string) {
  return {
    id,
    run_id: turn.runId,
    agent_id: turn.agent.id,
    model: turn.model.name,
    model_handle: turn.model.handle,
    provider_name: turn.model.providerName,
    model_endpoint: turn.model.endpoint,
    context_window_limit: turn.agent.context_window,
    prompt_tokens: 0,
    completion_tokens: 0,
    total_tokens: 0,
    status: 'pending',
    created_at: nowIso(),
  };
}

function finishedStep(turn: Turn, output: StepOutput) {
  return {
    prompt_tokens: output.usage?.promptTokens ?? 0,
    completion_tokens: output.usage?.completionTokens ?? 0,
    total_tokens: output.usage?.totalTokens ?? 0,
    cached_input_tokens: output.usage?.cachedInputTokens ?? null,
    reasoning_tokens: output.usage?.reasoningTokens ?? null,
    status: turn.signal.aborted ? 'cancelled' : 'success',
    stop_reason: turn.signal.aborted ? 'cancelled' : (stopAfter(turn, output) ?? 'end_turn'),
  };
}

function toDefinition(tool: ToolRow): ToolDefinition {
  const schema = fromJson<{ description?: string; parameters?: Record<string, unknown> }>(tool.json_schema);
  return {
    name: tool.name,
    description: schema.description ?? '',
    parameters: schema.parameters ?? { type: 'object', properties: {} },
  };
}

function addUsage(total: ModelUsage, step: ModelUsage): void {
  total.promptTokens += step.promptTokens;
  total.completionTokens += step.completionTokens;
  total.totalTokens += step.totalTokens;
  total.cachedInputTokens = addKnown(total.cachedInputTokens, step.cachedInputTokens);
  total.reasoningTokens = addKnown(total.reasoningTokens, step.reasoningTokens);
}

function addKnown(left: number | null, right: number | null): number | null {
  return left === null && right === null ? null : (left ?? 0) + (right ?? 0);
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
