import { Hono } from 'hono';
import { z } from 'zod';
import { type StartedRun, startRun, usageMessage } from '#server/embedded/agent-loop/start-run.ts';
import { toLettaMessages } from '#server/embedded/agent-loop/to-letta-messages.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { requireId } from '#server/embedded/ids.ts';
import { conflict, LettaError, unprocessable } from '#server/embedded/letta-error.ts';
import { recompilePrompt } from '#server/embedded/memory/recompile-prompt.ts';
import { ModelError } from '#server/embedded/models/chat-model.ts';
import { requireAgent, updateAgent } from '#server/embedded/store/agents.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { listAgentMessages, requireMessage } from '#server/embedded/store/messages.ts';
import { requireRun } from '#server/embedded/store/runs.ts';
import { toFullAgentState } from './agent-wire.ts';
import { cancelBody, requireStreamingOptions, type SendBody, sendBody, toNewMessages } from './message-body.ts';
import { isSdkClient, pageQuery, parseBody, parseQuery, toPage } from './parse-request.ts';
import { requestAgent } from './request-agent.ts';
import { toRun } from './run-routes.ts';
import { streamFrames } from './stream-frames.ts';

const listQuery = z.object({
  ...pageQuery({ limit: 100, order: 'desc' }),
  include_return_message_types: z.array(z.string()).optional(),
});

/** `/v1/agents/{id}/messages`: history, sending, cancel, reset; and `/v1/messages/{id}`. */
export function messageRoutes(context: EmbeddedContext): Hono {
  const { db } = context;
  const app = new Hono();
  app.get('/:id/messages', async (c) => {
    const query = parseQuery(c, listQuery, ['include_return_message_types']);
    const agent = await requestAgent(context, c);
    const messages = (await listAgentMessages(db, agent.id, toPage(query))).flatMap(toLettaMessages);
    const types = query.include_return_message_types;
    return c.json(types ? messages.filter((message) => types.includes(message.message_type)) : messages);
  });
  app.post('/:id/messages', async (c) => {
    const agent = await requestAgent(context, c);
    const body = await parseBody(c, sendBody);
    if (!body.streaming) {
      requireStreamingOptions(body);
      return c.json(await blockingAnswer(await begin(context, agent.id, body)));
    }
    if (!isSdkClient(c)) throw unprocessable('streaming=true is only supported for SDK v1.0+ clients.');
    return await streamingAnswer(context, agent.id, body);
  });
  app.post('/:id/messages/stream', async (c) => {
    const agent = await requestAgent(context, c);
    return await streamingAnswer(context, agent.id, await parseBody(c, sendBody));
  });
  app.post('/:id/messages/async', async (c) => {
    const agent = await requestAgent(context, c);
    const body = { ...(await parseBody(c, sendBody)), stream_tokens: false };
    const run = await begin(context, agent.id, body, 'send_message_async');
    return c.json(toRun(await requireRun(db, run.id)));
  });
  app.post('/:id/messages/cancel', async (c) => {
    const agent = await requestAgent(context, c);
    const body = await parseBody(c, cancelBody, { optional: true });
    const ids = body.run_ids ?? context.runs.idsOf(agent.id);
    if (ids.length === 0) throw conflict(`CONFLICT: No active runs to cancel for agent ${agent.id}`);
    return c.json(Object.fromEntries(ids.map((id) => [id, context.runs.cancel(id) ? 'cancelled' : 'failed'])));
  });
  app.patch('/:id/reset-messages', async (c) => {
    const agent = await requestAgent(context, c);
    const [running] = context.runs.idsOf(agent.id);
    if (running) throw conflict(`CONFLICT: Run ${running} of this agent is going on. Cancel it, or wait for its end.`);
    const systemMessage = fromJson<string[]>(agent.message_ids).slice(0, 1);
    await updateAgent(db, agent.id, { message_ids: JSON.stringify(systemMessage) });
    await recompilePrompt(context, await requireAgent(db, agent.id));
    return c.json(isSdkClient(c) ? null : await toFullAgentState(context, await requireAgent(db, agent.id)));
  });
  return app;
}

/** `/v1/messages/{id}`: the parts of one stored message. */
export function storedMessageRoutes({ db }: EmbeddedContext): Hono {
  return new Hono().get('/:id', async (c) => {
    return c.json(toLettaMessages(await requireMessage(db, requireId('message', c.req.param('id')))));
  });
}

async function begin(
  context: EmbeddedContext,
  agentId: string,
  body: SendBody,
  runType: 'send_message' | 'send_message_async' = 'send_message',
): Promise<StartedRun> {
  return await startRun(context, {
    agent: await requireAgent(context.db, agentId),
    messages: toNewMessages(body),
    options: {
      maxSteps: body.max_steps,
      streamTokens: body.stream_tokens,
      returnTypes: body.include_return_message_types ?? null,
    },
    runType,
    requestConfig: {
      use_assistant_message: true,
      assistant_message_tool_name: 'send_message',
      assistant_message_tool_kwarg: 'message',
      include_return_message_types: body.include_return_message_types ?? null,
    },
  });
}

async function streamingAnswer(context: EmbeddedContext, agentId: string, body: SendBody): Promise<Response> {
  if (body.background) {
    throw new LettaError(503, {
      detail: 'Background streaming is not offered by this server yet. Send without background.',
    });
  }
  const run = await begin(context, agentId, body);
  return streamFrames(run.feed, { runId: run.id, withPings: body.include_pings });
}

async function blockingAnswer(run: StartedRun) {
  const result = await run.finished.catch((error: unknown) => {
    if (error instanceof ModelError) {
      throw new LettaError(error.status, { error: { type: error.type, message: error.message, detail: error.detail } });
    }
    throw error;
  });
  const messages = [];
  for await (const frame of run.feed.read()) {
    if (frame.data !== '[DONE]' && typeof frame.data['id'] === 'string' && frame.data['message_type'] !== 'ping')
      messages.push(frame.data);
  }
  return {
    messages,
    stop_reason: { message_type: 'stop_reason', stop_reason: result.stopReason },
    usage: usageMessage(result),
    logprobs: null,
    turns: null,
  };
}
