import { newId } from '#server/embedded/ids.ts';
import type { ModelToolCall } from '#server/embedded/models/chat-model.ts';
import { pythonRepr } from '#server/embedded/python-repr.ts';
import { type NewMessage, toRow } from '#server/embedded/store/messages.ts';
import { appendMessages } from '#server/embedded/store/threads.ts';
import type { ToolRow } from '#server/embedded/store/tools.ts';
import { nowIso } from '#server/embedded/times.ts';
import { executeTool } from './execute-tool.ts';
import type { StoredToolReturn } from './stored-content.ts';
import { toLettaMessages } from './to-letta-messages.ts';
import { violatedRules } from './tool-rules.ts';
import type { Turn } from './turn.ts';

/** Runs calls, several at a time where their tools allow it, and returns what came back in the order of the calls. */
export async function runCalls(
  turn: Turn,
  tools: ToolRow[],
  calls: ModelToolCall[],
  allowed: string[],
): Promise<StoredToolReturn[]> {
  const scope = {
    context: turn.context,
    agent: turn.agent,
    thread: turn.thread,
    tools,
    runId: turn.runId,
    signal: turn.signal,
  };
  const run = async (call: ModelToolCall) => {
    if (!allowed.includes(call.name)) return notAllowed(turn, call, allowed);
    return turn.signal.aborted ? notRun(call) : await executeTool(scope, call);
  };
  const isParallel = (call: ModelToolCall) =>
    tools.find((tool) => tool.name === call.name)?.enable_parallel_execution === 1;
  const together = new Map(calls.filter(isParallel).map((call) => [call, run(call)]));
  const returns: StoredToolReturn[] = [];
  for (const call of calls) {
    const result = await (together.get(call) ?? run(call));
    returns.push(result);
    turn.called.push({ name: call.name, result: result.func_response });
  }
  return returns;
}

/** Stores what tools gave back as one message of a step, and sends it unless nothing in it is new to the client. */
export async function storeReturns(
  turn: Turn,
  stepId: string | null,
  { returns, name, isSent }: { returns: StoredToolReturn[]; name: string | null; isSent: boolean },
): Promise<void> {
  const message: NewMessage = {
    id: newId('message'),
    agent_id: turn.agent.id,
    role: 'tool',
    name,
    content: JSON.stringify(returns.map((each) => ({ type: 'text', text: each.func_response }))),
    tool_call_id: returns[0]?.tool_call_id ?? null,
    tool_returns: JSON.stringify(returns),
    run_id: turn.runId,
    step_id: stepId,
    created_at: nowIso(),
  };
  await appendMessages(turn.context.db, turn.thread, [message]);
  if (isSent) for (const wire of toLettaMessages(toRow(message))) turn.send(wire);
}

function notRun(call: ModelToolCall): StoredToolReturn {
  return failed(call, 'The turn was stopped before this tool ran.');
}

/** The model called a tool it was not offered: it is told which ones it has. */
function notAllowed(turn: Turn, call: ModelToolCall, allowed: string[]): StoredToolReturn {
  const broken = violatedRules(turn.rules, call.name, turn.called);
  const hint = broken.length > 0 ? `\nRules that speak against it: ${broken.join('; ')}.` : '';
  const text = `[ToolConstraintError] Cannot call ${call.name}, valid tools include: ${pythonRepr(allowed)}.${hint}`;
  return failed(call, text);
}

function failed(call: ModelToolCall, text: string): StoredToolReturn {
  return { tool_call_id: call.id, name: call.name, status: 'error', stdout: null, stderr: null, func_response: text };
}
