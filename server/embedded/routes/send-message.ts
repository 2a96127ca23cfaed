import type { Context } from 'hono';
import { toBlockingError } from '#server/embedded/agent-loop/run-errors.ts';
import { type RunRequest, type StartedRun, startRun, usageMessage } from '#server/embedded/agent-loop/start-run.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { conflict } from '#server/embedded/letta-error.ts';
import type { AgentRow } from '#server/embedded/store/agents.ts';
import type { ConversationRow } from '#server/embedded/store/conversations.ts';
import { requireStreamingOptions, type SendBody, toClientTools, toTurnInput } from './message-body.ts';
import { streamFrames } from './stream-frames.ts';

/** Where a send goes, and how its run is recorded. */
export interface SendTarget {
  agent: AgentRow;
  conversation: ConversationRow | null;
  runType: string;
}

/** Begins the run of a send. */
export async function beginRun(
  context: EmbeddedContext,
  { agent, conversation, runType }: SendTarget,
  body: SendBody,
  { isStream, isBackground }: { isStream: boolean; isBackground: boolean },
): Promise<StartedRun> {
  return await startRun(context, {
    ...toTurnInput(body),
    ...turnRequest(agent, conversation, body, { streamTokens: isStream && body.stream_tokens }),
    runType,
    isBackground,
    isStream,
    requestConfig: {
      use_assistant_message: true,
      assistant_message_tool_name: 'send_message',
      assistant_message_tool_kwarg: 'message',
      include_return_message_types: body.include_return_message_types ?? null,
    },
  });
}

/** The part of a send that shapes its turn. */
export function turnRequest(
  agent: AgentRow,
  conversation: ConversationRow | null,
  body: SendBody,
  { streamTokens }: { streamTokens: boolean },
): Pick<RunRequest, 'agent' | 'conversation' | 'options' | 'overrideModel'> {
  return {
    agent,
    conversation,
    overrideModel: body.override_model ?? null,
    options: {
      maxSteps: body.max_steps,
      streamTokens,
      returnTypes: body.include_return_message_types ?? null,
      clientTools: toClientTools(body),
      includeCompaction: body.include_compaction_messages,
      overrideSystem: body.override_system ?? body.system ?? null,
    },
  };
}

/** Answers a send with the stream of its run. */
export async function streamingAnswer(context: EmbeddedContext, target: SendTarget, body: SendBody): Promise<Response> {
  const run = await beginRun(context, target, body, { isStream: true, isBackground: body.background });
  return streamFrames(run.feed, { runId: run.id, withPings: body.include_pings });
}

/** Answers a send when its turn is over, with everything it said. */
export async function blockingAnswer(c: Context, context: EmbeddedContext, target: SendTarget, body: SendBody) {
  requireStreamingOptions(body);
  const run = await beginRun(context, target, body, { isStream: false, isBackground: false });
  const result = await run.finished.catch((error: unknown) => {
    throw toBlockingError(error);
  });
  return c.json({
    messages: run.sent,
    stop_reason: { message_type: 'stop_reason', stop_reason: result.stopReason },
    usage: usageMessage(result, { streamTokens: false }),
    logprobs: null,
    turns: null,
  });
}

/** Throws the original's 409 while a run is going on in a conversation. */
export function refuseWhileBusy(context: EmbeddedContext, threadKey: string): void {
  const run = context.runs.runIn(threadKey);
  if (!run) return;
  throw conflict(
    `CONFLICT: Cannot send a new message: Another request (run_id=${run.id}) is currently being processed for this conversation. Please wait for it to complete.`,
    { run_id: run.id },
  );
}
