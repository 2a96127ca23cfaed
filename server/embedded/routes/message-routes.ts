import { Hono } from 'hono';
import { z } from 'zod';
import { nextRequest } from '#server/embedded/agent-loop/run-turn.ts';
import { prepareTurn } from '#server/embedded/agent-loop/start-run.ts';
import { toLettaMessages } from '#server/embedded/agent-loop/to-letta-messages.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { requireId } from '#server/embedded/ids.ts';
import { badRequest, conflict, LettaError, unprocessable } from '#server/embedded/letta-error.ts';
import { recompilePrompt } from '#server/embedded/memory/recompile-prompt.ts';
import { type AgentRow, requireAgent, updateAgent } from '#server/embedded/store/agents.ts';
import type { ConversationRow } from '#server/embedded/store/conversations.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { listAgentMessages, listAllMessages, requireMessage } from '#server/embedded/store/messages.ts';
import { requireRun } from '#server/embedded/store/runs.ts';
import { toFullAgentState } from './agent-wire.ts';
import { cancelRuns } from './cancel-runs.ts';
import { cancelBody, type SendBody, sendBody, toTurnInput } from './message-body.ts';
import { isSdkClient, pageQuery, parseBody, parseQuery, queryFlag, toPage } from './parse-request.ts';
import { requestAgent } from './request-agent.ts';
import { toCreatedRun } from './run-wire.ts';
import { beginRun, blockingAnswer, streamingAnswer, turnRequest } from './send-message.ts';

const listQuery = z.object({
  ...pageQuery({ limit: 100, order: 'desc' }),
  conversation_id: z.string().optional(),
  include_return_message_types: z.array(z.string()).optional(),
  include_err: queryFlag.optional(),
});
const allQuery = z.object(pageQuery({ limit: 100, order: 'desc' }));
const resetBody = z.looseObject({ add_default_initial_messages: z.boolean().default(false) });
const NO_SEARCH = 'Message search requires message embedding, OpenAI, and Turbopuffer to be enabled.';

/** `/v1/agents/{id}/messages`: history, sending, preview, cancel, reset. */
export function messageRoutes(context: EmbeddedContext): Hono {
  const { db } = context;
  const app = new Hono();
  app.get('/:id/messages', async (c) => {
    const query = parseQuery(c, listQuery, ['include_return_message_types']);
    const agent = await requestAgent(context, c);
    const rows = await listAgentMessages(db, agent.id, query.conversation_id, toPage(query));
    const messages = rows.flatMap(toLettaMessages);
    const types = query.include_return_message_types;
    return c.json(types ? messages.filter((message) => types.includes(message.message_type)) : messages);
  });
  app.post('/messages/search', () => {
    throw badRequest(NO_SEARCH);
  });
  app.post('/:id/messages', async (c) => {
    const agent = await requestAgent(context, c);
    const body = await parseBody(c, sendBody);
    const target = { agent, conversation: null, runType: 'send_message' };
    if (!body.streaming) return await blockingAnswer(c, context, target, body);
    if (!isSdkClient(c)) throw unprocessable('streaming=true is only supported for SDK v1.0+ clients.');
    return await streamingAnswer(context, target, body);
  });
  app.post('/:id/messages/stream', async (c) => {
    const target = { agent: await requestAgent(context, c), conversation: null, runType: 'send_message_streaming' };
    return await streamingAnswer(context, target, await parseBody(c, sendBody));
  });
  app.post('/:id/messages/async', async (c) => {
    const target = { agent: await requestAgent(context, c), conversation: null, runType: 'send_message_async' };
    const body = await parseBody(c, sendBody);
    const run = await beginRun(context, target, body, { isStream: false, isBackground: true });
    return c.json(toCreatedRun(await requireRun(db, run.id)));
  });
  app.post('/:id/messages/preview-raw-payload', async (c) => {
    const agent = await requestAgent(context, c);
    return c.json(await previewPayload(context, agent, null, await parseBody(c, sendBody)));
  });
  app.post('/:id/messages/cancel', async (c) => {
    const agent = await requestAgent(context, c);
    const { run_ids } = await parseBody(c, cancelBody, { optional: true });
    const going = context.runs.idsOf(agent.id);
    const nothing = `agent ${agent.id}`;
    return c.json(await cancelRuns(context, { agent, conversation: null }, { named: run_ids ?? null, going, nothing }));
  });
  app.patch('/:id/messages/:message_id', () => {
    throw new LettaError(405, {
      detail: 'Messages cannot be edited: several conversations may share one after a fork.',
    });
  });
  app.patch('/:id/reset-messages', async (c) => {
    const agent = await requestAgent(context, c);
    await parseBody(c, resetBody, { optional: true });
    const [running] = context.runs.idsOf(agent.id);
    if (running) throw conflict(`CONFLICT: Run ${running} of this agent is going on. Cancel it, or wait for its end.`);
    const systemMessage = fromJson<string[]>(agent.message_ids).slice(0, 1);
    await updateAgent(db, agent.id, { message_ids: JSON.stringify(systemMessage) });
    await recompilePrompt(context, await requireAgent(db, agent.id));
    return c.json(await toFullAgentState(context, await requireAgent(db, agent.id)));
  });
  return app;
}

/** `/v1/messages/`: the messages of all agents, and the parts of one stored message. */
export function storedMessageRoutes({ db }: EmbeddedContext): Hono {
  const app = new Hono();
  app.get('/', async (c) =>
    c.json((await listAllMessages(db, toPage(parseQuery(c, allQuery)))).flatMap(toLettaMessages)),
  );
  app.get('/batches', (c) => c.notFound());
  app.post('/search', () => {
    throw badRequest(NO_SEARCH);
  });
  app.get('/:id', async (c) => {
    return c.json(toLettaMessages(await requireMessage(db, requireId('message', c.req.param('id')))));
  });
  return app;
}

/** What a send would ask of the provider. Nothing is stored. */
export async function previewPayload(
  context: EmbeddedContext,
  agent: AgentRow,
  conversation: ConversationRow | null,
  body: SendBody,
): Promise<Record<string, unknown>> {
  const { messages } = toTurnInput(body);
  const turn = await prepareTurn(context, turnRequest(agent, conversation, body, { streamTokens: false }));
  const { request } = await nextRequest(
    turn,
    messages.map((message) => ({ ...message, agent_id: agent.id })),
  );
  return context.models.chatModel(turn.model).payload(request);
}
