import { newId } from '#server/embedded/ids.ts';
import { parametersForModel } from '#server/embedded/mcp/mcp-tool-row.ts';
import {
  ModelError,
  type ModelRequest,
  type ModelUsage,
  type ToolDefinition,
} from '#server/embedded/models/chat-model.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { claimMessages, messagesByIds, type NewMessage, toRow } from '#server/embedded/store/messages.ts';
import { insertStep, insertTrace, updateStep } from '#server/embedded/store/steps.ts';
import { readContext } from '#server/embedded/store/threads.ts';
import { type ToolRow, toolsOfAgent } from '#server/embedded/store/tools.ts';
import { nowIso } from '#server/embedded/times.ts';
import { SHUTDOWN } from './active-runs.ts';
import { addHeartbeat } from './add-heartbeat.ts';
import { compactTurn } from './compact-turn.ts';
import { createKeeper } from './keep-message.ts';
import { runCalls, storeReturns } from './run-tools.ts';
import { describeError, elapsed, failedStep, finishedStep, newStep, reasonToStop } from './step-record.ts';
import { createStepCollector, type StepOutput } from './take-step.ts';
import { toLettaMessages } from './to-letta-messages.ts';
import { toModelMessages } from './to-model-messages.ts';
import { allowedTools, missingBeforeExit, needsApproval, ordersCalls } from './tool-rules.ts';
import type { StopReason, Turn } from './turn.ts';

/** How a turn ended, and what it cost. `contextTokens` is the last step's total. */
export interface TurnResult {
  stopReason: StopReason;
  steps: number;
  usage: ModelUsage;
  contextTokens: number | null;
}

/** A summary is made when this part of the context window is in use. */
const FULL = 0.9;
/** How often one step is tried again after its context was too long for the model. */
const MOST_OVERFLOWS = 3;

/** Steps the agent until it has no tool left to call. Throws ModelError when the provider fails. */
export async function runTurn(turn: Turn): Promise<TurnResult> {
  const result: TurnResult = { stopReason: 'max_steps', steps: 0, usage: noUsage(), contextTokens: null };
  while (result.steps < turn.options.maxSteps) {
    if (turn.signal.aborted) return { ...result, stopReason: stopped(turn) };
    const { output, stepId } = await takeStep(turn);
    result.steps += 1;
    if (output.usage) addUsage(result.usage, output.usage);
    result.contextTokens = output.usage?.totalTokens ?? 0;
    const stop = turn.signal.aborted ? stopped(turn) : await stopAfter(turn, output, stepId);
    if (result.contextTokens > turn.agent.context_window * FULL) {
      // A turn does not fail because its history could not be shortened: the next overflow tries again.
      await compactTurn(turn, { stepId, trigger: 'post_step_context_check', tokens: result.contextTokens }).catch(
        (error: unknown) =>
          turn.context.log(`The history of ${turn.agent.id} was not shortened: ${describeError(error)}`),
      );
    }
    if (stop) return { ...result, stopReason: stop };
  }
  return result;
}

/** The request the next step of a turn sends, as if `added` were said before it. Nothing is stored. */
export async function nextRequest(
  turn: Turn,
  added: NewMessage[] = [],
): Promise<{ request: ModelRequest; tools: ToolRow[]; offered: string[] }> {
  const { db } = turn.context;
  const tools = await toolsOfAgent(db, turn.agent.id);
  const definitions = [...tools.map(toDefinition), ...turn.options.clientTools];
  const allowed = allowedTools(
    turn.rules,
    definitions.map(({ name }) => name),
    turn.called,
  );
  const offered = definitions
    .filter(({ name }) => allowed.names.includes(name))
    .map((definition) => withFixedArgs(definition, allowed.args[definition.name]));
  const rows = [...(await messagesByIds(db, await readContext(db, turn.thread))), ...added.map(toRow)];
  const messages = toModelMessages(rows, { model: turn.model.name, timezone: turn.agent.timezone });
  const { overrideSystem } = turn.options;
  if (overrideSystem !== null && messages[0]) messages[0] = { role: 'system', content: overrideSystem };
  const [only] = offered;
  const forced = offered.length === 1 && only ? { name: only.name } : 'required';
  const { settings } = turn;
  return {
    tools,
    offered: allowed.names,
    request: {
      messages,
      tools: offered,
      toolChoice: allowed.isForced ? forced : 'auto',
      ...settings,
      parallelToolCalls: settings.parallelToolCalls && !ordersCalls(turn.rules),
      signal: turn.signal,
    },
  };
}

async function takeStep(turn: Turn): Promise<{ output: StepOutput; stepId: string }> {
  const { db } = turn.context;
  const stepId = newId('step');
  await insertStep(db, newStep(turn, stepId));
  if (turn.unclaimed.length > 0) await claimMessages(db, turn.unclaimed.splice(0), stepId);
  const begun = process.hrtime.bigint();
  for (let overflows = 0; ; overflows += 1) {
    try {
      return { output: await tryStep(turn, stepId, begun), stepId };
    } catch (error) {
      const isOverflow = error instanceof ModelError && error.isContextOverflow && overflows < MOST_OVERFLOWS;
      if (isOverflow && !turn.signal.aborted && (await makeRoom(turn, stepId))) continue;
      await updateStep(db, stepId, { ...failedStep(error), step_ns: elapsed(begun) });
      throw error;
    }
  }
}

/** Shortens the history after an overflow; false when there is nothing left to shorten. */
async function makeRoom(turn: Turn, stepId: string): Promise<boolean> {
  try {
    await compactTurn(turn, { stepId, trigger: 'context_window_exceeded', tokens: null });
    return true;
  } catch (error) {
    turn.context.log(`The history of ${turn.agent.id} was not shortened: ${describeError(error)}`);
    return false;
  }
}

async function tryStep(turn: Turn, stepId: string, begun: bigint): Promise<StepOutput> {
  const { db, models } = turn.context;
  const { request, tools, offered } = await nextRequest(turn);
  const clientNames = new Set(turn.options.clientTools.map(({ name }) => name));
  const isHeld = (name: string) => offered.includes(name) && (clientNames.has(name) || needsApproval(turn.rules, name));
  const collector = createStepCollector(turn, stepId, isHeld);
  const keeper = createKeeper(turn, () => collector.output({ keepCalls: false }));
  const model = models.chatModel(turn.model);
  const asked = process.hrtime.bigint();
  const startedAt = nowIso();
  const trace = { stepId, agentId: turn.agent.id, request: model.payload(request), startedAt };
  try {
    for await (const event of model.stream(request)) {
      if (turn.signal.aborted) break;
      collector.take(event);
      if (keeper.isDue()) await keeper.keepCurrent();
    }
  } catch (error) {
    // What was sent stays, without calls that may be cut short.
    await keeper.keep(collector.output({ keepCalls: false }));
    await insertTrace(db, { ...trace, response: { error: error instanceof Error ? error.message : String(error) } });
    throw error;
  }
  const llm_request_ns = elapsed(asked);
  const output = collector.output({ keepCalls: !turn.signal.aborted });
  await keeper.keep(output);
  await insertTrace(db, { ...trace, response: output.response });
  sendWhole(turn, output);
  const ran = process.hrtime.bigint();
  // Calls that need nobody wait with those that need somebody, so that all returns come together.
  if (output.toolCalls.length > 0 && output.heldCalls.length === 0) {
    const returns = await runCalls(turn, tools, output.toolCalls, offered);
    await storeReturns(turn, stepId, { returns, name: returns[0]?.name ?? null, isSent: true });
  }
  const spent = { llm_request_ns, tool_execution_ns: elapsed(ran), step_ns: elapsed(begun) };
  await updateStep(db, stepId, { ...finishedStep(turn, output), ...spent });
  return output;
}

/** Without token streaming, clients get a step's messages when it is whole. */
function sendWhole(turn: Turn, { messages }: StepOutput): void {
  if (turn.options.streamTokens) return;
  for (const message of messages) for (const wire of toLettaMessages(toRow(message))) turn.send(wire);
}

/** Why an aborted turn ended: a person stopped it, or the server is going down. */
function stopped(turn: Turn): StopReason {
  return turn.signal.reason === SHUTDOWN ? 'error' : 'cancelled';
}

/** Whether the turn is over after this step; a rule may ask the agent to go on. */
async function stopAfter(turn: Turn, output: StepOutput, stepId: string): Promise<StopReason | null> {
  const stop = reasonToStop(turn, output);
  if (stop !== 'end_turn' && stop !== 'tool_rule') return stop;
  const missing = missingBeforeExit(turn.rules, turn.called);
  if (missing.length === 0) return stop;
  await addHeartbeat(turn, `The turn may not end yet: call ${missing.join(', ')} first.`, stepId);
  return null;
}

function toDefinition(tool: ToolRow): ToolDefinition {
  const schema = fromJson<{ description?: string; parameters?: Record<string, unknown> }>(tool.json_schema);
  return {
    name: tool.name,
    description: schema.description ?? '',
    parameters: parametersForModel(tool, schema.parameters ?? { type: 'object', properties: {} }),
  };
}

/** Arguments that a rule has fixed become the only choice the model has. */
function withFixedArgs(definition: ToolDefinition, args: Record<string, unknown> | undefined): ToolDefinition {
  const properties = definition.parameters['properties'];
  if (!args || typeof properties !== 'object' || properties === null) return definition;
  const fixed = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      Object.hasOwn(args, name) ? { ...schema, enum: [args[name]] } : schema,
    ]),
  );
  return { ...definition, parameters: { ...definition.parameters, properties: fixed } };
}

function noUsage(): ModelUsage {
  return {
    promptTokens: 0,
    completionTokens: 0,
    totalTokens: 0,
    cachedInputTokens: null,
    cacheWriteTokens: null,
    reasoningTokens: null,
  };
}

function addUsage(total: ModelUsage, step: ModelUsage): void {
  total.promptTokens += step.promptTokens;
  total.completionTokens += step.completionTokens;
  total.totalTokens += step.totalTokens;
  total.cachedInputTokens = addKnown(total.cachedInputTokens, step.cachedInputTokens);
  total.cacheWriteTokens = addKnown(total.cacheWriteTokens, step.cacheWriteTokens);
  total.reasoningTokens = addKnown(total.reasoningTokens, step.reasoningTokens);
}

function addKnown(left: number | null, right: number | null): number | null {
  return left === null && right === null ? null : (left ?? 0) + (right ?? 0);
}
