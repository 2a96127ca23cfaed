import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { toLettaMessages } from '#server/embedded/agent-loop/to-letta-messages.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { badRequest, invalidFields, LettaError, notFound } from '#server/embedded/letta-error.ts';
import { currentPrompt, recompilePrompt } from '#server/embedded/memory/recompile-prompt.ts';
import { type AgentRow, requireAgent } from '#server/embedded/store/agents.ts';
import {
  type ConversationRow,
  deleteConversation,
  listConversationMessages,
  listConversations,
  requireConversation,
  updateConversation,
} from '#server/embedded/store/conversations.ts';
import { toNullableJson } from '#server/embedded/store/json-column.ts';
import { listAgentMessages } from '#server/embedded/store/messages.ts';
import { threadKey } from '#server/embedded/store/threads.ts';
import { cancelRuns } from './cancel-runs.ts';
import { compactBody } from './compaction-body.ts';
import { toConversation } from './conversation-wire.ts';
import { conversationSendBody, sendBody } from './message-body.ts';
import { previewPayload } from './message-routes.ts';
import { compactNow } from './model-task-routes.ts';
import { pageQuery, parseBody, parseQuery, queryFlag, toPage } from './parse-request.ts';
import { resumeBody, resumeRun } from './resume-run.ts';
import { blockingAnswer, refuseWhileBusy, streamingAnswer } from './send-message.ts';
import { streamFrames } from './stream-frames.ts';
import {
  createConversation,
  createConversationBody,
  forkConversation,
  updateConversationBody,
} from './write-conversation.ts';

const agentQuery = z.object({ agent_id: z.string() });
const threadQuery = z.object({ agent_id: z.string().optional() });
const forkQuery = threadQuery.extend({ message_id: z.string().optional() });
const recompileQuery = z.object({ agent_id: z.string().optional(), dry_run: queryFlag.default(false) });
const listQuery = z.object({
  agent_id: z.string().optional(),
  summary_search: z.string().optional(),
  order_by: z.enum(['created_at', 'last_run_completion', 'last_message_at']).default('created_at'),
  ...pageQuery({ limit: 50, order: 'desc' }),
});
const messagesQuery = z.object({
  agent_id: z.string().optional(),
  include_return_message_types: z.array(z.string()).optional(),
  ...pageQuery({ limit: 100, order: 'desc' }),
});
const threadBody = z.looseObject({ agent_id: z.string().nullish() });
const streamBody = resumeBody.extend({
  run_id: z.string().nullish(),
  otid: z.string().nullish(),
  agent_id: z.string().nullish(),
});

/** A conversation of an agent, or its own thread: `default`, or the agent's id, in the path. */
interface RequestThread {
  agent: AgentRow;
  conversation: ConversationRow | null;
}

/** `/v1/conversations/`: the threads of an agent. */
export function conversationRoutes(context: EmbeddedContext): Hono {
  const app = new Hono();
  addRecords(app, context);
  addMessages(app, context);
  addRuns(app, context);
  return app;
}

function addRecords(app: Hono, context: EmbeddedContext): void {
  const { db } = context;
  app.get('/', async (c) => {
    const query = parseQuery(c, listQuery);
    const filter = { agentId: query.agent_id, summarySearch: query.summary_search };
    const rows = await listConversations(db, filter, { ...toPage(query), orderBy: query.order_by });
    return c.json(rows.map((row) => toConversation(row, { withContext: false })));
  });
  app.post('/', async (c) => {
    const agent = await requireAgent(db, parseQuery(c, agentQuery).agent_id);
    const body = await parseBody(c, createConversationBody, { optional: true });
    return c.json(toConversation(await createConversation(db, agent, body), { withContext: false }));
  });
  app.get('/:id', async (c) => {
    return c.json(toConversation(await requireConversation(db, conversationId(c)), { withContext: true }));
  });
  app.patch('/:id', async (c) => {
    const { id } = await requireConversation(db, conversationId(c));
    const body = await parseBody(c, updateConversationBody);
    await updateConversation(db, id, {
      ...(body.summary === undefined ? {} : { summary: body.summary }),
      ...(body.model === undefined ? {} : { model: body.model }),
      ...(body.model_settings === undefined ? {} : { model_settings: toNullableJson(body.model_settings) }),
    });
    return c.json(toConversation(await requireConversation(db, id), { withContext: false }));
  });
  app.delete('/:id', async (c) => {
    const { id } = await requireConversation(db, conversationId(c));
    const run = context.runs.runIn(id);
    if (run) context.runs.cancel(run.id);
    await deleteConversation(db, id);
    return c.json(null);
  });
  app.post('/:id/fork', async (c) => {
    const query = parseQuery(c, forkQuery);
    const { agent, conversation } = await requestThread(context, c, query.agent_id);
    const origin = { agentId: agent.id, conversationId: conversation?.id ?? null };
    const fork = await forkConversation(db, agent, origin, { upTo: query.message_id });
    return c.json(toConversation(fork, { withContext: false }));
  });
  app.post('/:id/recompile', async (c) => {
    const query = parseQuery(c, recompileQuery);
    const { agent, conversation } = await requestThread(context, c, query.agent_id);
    const thread = { agentId: agent.id, conversationId: conversation?.id ?? null };
    return c.json(
      query.dry_run ? await currentPrompt(db, agent, thread) : await recompilePrompt(context, agent, thread),
    );
  });
  app.post('/:id/compact', async (c) => {
    const body = await parseBody(c, compactBody.extend(threadBody.shape), { optional: true });
    const { agent, conversation } = await requestThread(context, c, body.agent_id);
    const thread = { agentId: agent.id, conversationId: conversation?.id ?? null };
    return c.json(
      await compactNow(context, { agent, thread, signal: c.req.raw.signal, changes: body.compaction_settings ?? {} }),
    );
  });
}

function addMessages(app: Hono, context: EmbeddedContext): void {
  const { db } = context;
  app.get('/:id/messages', async (c) => {
    const query = parseQuery(c, messagesQuery, ['include_return_message_types']);
    const { agent, conversation } = await requestThread(context, c, query.agent_id);
    const page = toPage(query);
    const rows = conversation
      ? await listConversationMessages(db, conversation.id, page)
      : await listAgentMessages(db, agent.id, 'default', page);
    const messages = rows.flatMap(toLettaMessages);
    const types = query.include_return_message_types;
    return c.json(types ? messages.filter((message) => types.includes(message.message_type)) : messages);
  });
  app.post('/:id/messages', async (c) => {
    const body = await parseBody(c, conversationSendBody);
    const thread = await requestThread(context, c, body.agent_id);
    const runType = thread.conversation ? 'send_conversation_message' : 'send_message';
    if (!body.streaming) return await blockingAnswer(c, context, { ...thread, runType }, body);
    const key = threadKey({ agentId: thread.agent.id, conversationId: thread.conversation?.id ?? null });
    const otids = (body.messages ?? []).flatMap((message) => (message.type === 'message' ? (message.otid ?? []) : []));
    const repeated = body.background && otids.length > 0 ? context.runs.findByOtids(key, otids) : undefined;
    if (repeated) return streamFrames(repeated.feed, { runId: repeated.id, withPings: body.include_pings });
    refuseWhileBusy(context, key);
    return await streamingAnswer(context, { ...thread, runType }, body);
  });
  app.post('/:id/messages/preview-raw-payload', async (c) => {
    const body = await parseBody(c, sendBody.extend(threadBody.shape));
    const { agent, conversation } = await requestThread(context, c, body.agent_id);
    return c.json(await previewPayload(context, agent, conversation, body));
  });
}

function addRuns(app: Hono, context: EmbeddedContext): void {
  app.post('/:id/cancel', async (c) => {
    const thread = await requestThread(context, c, parseQuery(c, threadQuery).agent_id);
    const run = context.runs.runIn(
      threadKey({ agentId: thread.agent.id, conversationId: thread.conversation?.id ?? null }),
    );
    const nothing = `conversation ${c.req.param('id')}`;
    return c.json(await cancelRuns(context, thread, { named: null, going: run ? [run.id] : [], nothing }));
  });
  app.post('/:id/stream', async (c) => {
    const body = await parseBody(c, streamBody, { optional: true });
    if (body.run_id) return await resumeRun(context, body.run_id, body);
    const thread = await requestThread(context, c, body.agent_id);
    const key = threadKey({ agentId: thread.agent.id, conversationId: thread.conversation?.id ?? null });
    if (body.otid) {
      const run = context.runs.findByOtids(key, [body.otid]);
      if (!run) throw new LettaError(404, { detail: `No run found for otid ${body.otid}` });
      return await resumeRun(context, run.id, body);
    }
    const active = context.runs.runIn(key);
    if (!active) throw badRequest('INVALID_ARGUMENT: No active runs found for this conversation.');
    return await resumeRun(context, active.id, body);
  });
}

/** The thread a path names. Throws 404 for one nobody has. */
async function requestThread(
  context: EmbeddedContext,
  c: Context,
  agentId: string | null | undefined,
): Promise<RequestThread> {
  const { db } = context;
  const id = c.req.param('id') ?? '';
  if (id.startsWith('agent-')) return { agent: await requireAgent(db, id), conversation: null };
  if (id === 'default') {
    if (!agentId) throw notFound(`Conversation not found with id='['default']'. Name the agent in agent_id.`);
    return { agent: await requireAgent(db, agentId), conversation: null };
  }
  const conversation = await requireConversation(db, conversationId(c));
  return { agent: await requireAgent(db, conversation.agent_id), conversation };
}

/** The id in the path of a conversation's own record. */
function conversationId(c: Context): string {
  const id = c.req.param('id') ?? '';
  const length = 'conv-'.length + 36;
  if (id.length >= length) return id;
  const issue = {
    type: 'string_too_short',
    loc: ['path', 'conversation_id'],
    msg: `String should have at least ${length} characters`,
    input: id,
    ctx: { min_length: length },
  };
  throw invalidFields([issue]);
}
