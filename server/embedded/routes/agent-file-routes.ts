import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { type AgentFileSkill, exportBody } from '#server/embedded/agent-file/agent-file-schema.ts';
import { exportAgent } from '#server/embedded/agent-file/export-agent.ts';
import { importAgents } from '#server/embedded/agent-file/import-agents.ts';
import { readAgentFile } from '#server/embedded/agent-file/read-agent-file.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { badRequest, notFound } from '#server/embedded/letta-error.ts';
import { requireConversation } from '#server/embedded/store/conversations.ts';
import { parseImportForm } from './import-form.ts';
import { parseBody, parseQuery, queryFlag } from './parse-request.ts';
import { requestAgent } from './request-agent.ts';

const exportQuery = z.object({
  conversation_id: z.string().optional(),
  scrub_messages: queryFlag.default(false),
  use_legacy_format: queryFlag.default(false),
});

/** `/v1/agents/{id}/export` and `/v1/agents/import`: agents as files. */
export function agentFileRoutes(context: EmbeddedContext): Hono {
  const app = new Hono();
  app.get('/:id/export', async (c) => {
    const { use_legacy_format, ...query } = parseQuery(c, exportQuery);
    if (use_legacy_format) throw badRequest('Legacy format is not supported');
    return await sendFile(context, c, { ...query, skills: [] });
  });
  app.post('/:id/export', async (c) => sendFile(context, c, await parseBody(c, exportBody, { optional: true })));
  app.post('/import', async (c) => {
    const { file, readOptions } = await parseImportForm(c);
    const agentFile = await readAgentFile(await file.arrayBuffer());
    return c.json({ agent_ids: await importAgents(context, agentFile, readOptions()) });
  });
  return app;
}

interface ExportRequest {
  conversation_id?: string | null | undefined;
  scrub_messages: boolean;
  skills: AgentFileSkill[];
}

async function sendFile(context: EmbeddedContext, c: Context, request: ExportRequest): Promise<Response> {
  const agent = await requestAgent(context, c);
  const conversationId = await requireOwnConversation(context, agent.id, request.conversation_id ?? 'default');
  const hasMessages = !request.scrub_messages;
  const file = await exportAgent(context, agent, { conversationId, hasMessages, skills: request.skills });
  return c.body(JSON.stringify(file, null, 2), 200, { 'content-type': 'application/json' });
}

async function requireOwnConversation({ db }: EmbeddedContext, agentId: string, id: string): Promise<string | null> {
  if (id === 'default') return null;
  const conversation = await requireConversation(db, id);
  if (conversation.agent_id !== agentId) throw notFound(`Conversation not found with id='['${id}']'`);
  return conversation.id;
}
