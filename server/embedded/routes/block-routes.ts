import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { requireId } from '#server/embedded/ids.ts';
import { recompilePrompt } from '#server/embedded/memory/recompile-prompt.ts';
import { agentsByIds, requireAgent } from '#server/embedded/store/agents.ts';
import {
  agentsOfBlock,
  attachBlock,
  type BlockRow,
  blocksOfAgent,
  countBlocks,
  deleteBlock,
  detachBlock,
  listBlocks,
  requireAgentBlock,
  requireBlock,
} from '#server/embedded/store/blocks.ts';
import { createBlockBody, updateBlockBody } from './agent-body.ts';
import { AGENT_INCLUDES, toAgentStates, toFullAgentState } from './agent-wire.ts';
import { blockEtag, toBlock } from './block-wire.ts';
import { pageQuery, parseBody, parseQuery, queryFlag, toPage } from './parse-request.ts';
import { requestAgent } from './request-agent.ts';
import { changeBlock, createBlock } from './write-block.ts';

const listQuery = z.object({
  label: z.string().optional(),
  label_search: z.string().optional(),
  value_search: z.string().optional(),
  description_search: z.string().optional(),
  show_hidden_blocks: queryFlag.optional(),
  templates_only: queryFlag.optional(),
  name: z.string().optional(),
  tags: z.array(z.string()).optional(),
  match_all_tags: queryFlag.optional(),
  connected_to_agents_count_gt: z.coerce.number().int().optional(),
  connected_to_agents_count_lt: z.coerce.number().int().optional(),
  connected_to_agents_count_eq: z.array(z.coerce.number().int()).optional(),
  ...pageQuery({ limit: 50, order: 'asc' }),
});

const agentsQuery = z.object({ include: z.array(z.enum(AGENT_INCLUDES)).optional() });
const agentBlocksQuery = z.object(pageQuery({ limit: 100, order: 'desc' }));

/** `/v1/blocks/`: the block library. */
export function blockRoutes(context: EmbeddedContext): Hono {
  const { db } = context;
  const app = new Hono();
  app.get('/', async (c) => {
    const query = parseQuery(c, listQuery, ['tags', 'connected_to_agents_count_eq']);
    const filter = {
      label: query.label,
      labelSearch: query.label_search,
      valueSearch: query.value_search,
      descriptionSearch: query.description_search,
      showHidden: query.show_hidden_blocks,
      onlyTemplates: query.templates_only,
      templateName: query.name,
      tags: query.tags,
      matchAllTags: query.match_all_tags,
      agentsMoreThan: query.connected_to_agents_count_gt,
      agentsLessThan: query.connected_to_agents_count_lt,
      agentsExactly: query.connected_to_agents_count_eq,
    };
    return c.json((await listBlocks(db, filter, toPage(query))).map(toBlock));
  });
  app.get('/count', async (c) => c.json(await countBlocks(db)));
  app.post('/', async (c) => c.json(toBlock(await createBlock(db, await parseBody(c, createBlockBody)))));
  app.get('/:id', async (c) => answer(c, await requireBlock(db, blockId(c))));
  app.patch('/:id', async (c) => {
    const body = await parseBody(c, updateBlockBody);
    return answer(c, await changeBlock(context, await requireBlock(db, blockId(c)), body, c.req.header('if-match')));
  });
  app.delete('/:id', async (c) => {
    await deleteBlock(db, (await requireBlock(db, blockId(c))).id);
    return c.json(null);
  });
  app.get('/:id/agents', async (c) => {
    const query = parseQuery(c, agentsQuery, ['include']);
    const ids = await agentsOfBlock(db, (await requireBlock(db, blockId(c))).id);
    return c.json(await toAgentStates(context, await agentsByIds(db, ids), new Set(query.include)));
  });
  return app;
}

/** `/v1/agents/{id}/core-memory/blocks`: one agent's blocks. A change here compiles the agent's prompt again. */
export function agentBlockRoutes(context: EmbeddedContext): Hono {
  const { db } = context;
  const app = new Hono();
  app.get('/:id/core-memory/blocks', async (c) => {
    const { limit } = parseQuery(c, agentBlocksQuery);
    const agent = await requestAgent(context, c);
    return c.json((await blocksOfAgent(db, agent.id)).slice(0, limit || undefined).map(toBlock));
  });
  app.get('/:id/core-memory', async (c) => {
    const agent = await requestAgent(context, c);
    const blocks = (await blocksOfAgent(db, agent.id)).map(toBlock);
    return c.json({ agent_type: agent.agent_type, git_enabled: false, blocks, file_blocks: [], prompt_template: '' });
  });
  app.get('/:id/core-memory/blocks/:label', async (c) => {
    const agent = await requestAgent(context, c);
    return answer(c, await requireAgentBlock(db, agent.id, c.req.param('label')));
  });
  app.patch('/:id/core-memory/blocks/:label', async (c) => {
    const agent = await requestAgent(context, c);
    const body = await parseBody(c, updateBlockBody);
    const block = await requireAgentBlock(db, agent.id, c.req.param('label'));
    const saved = await changeBlock(context, block, body, c.req.header('if-match'));
    await recompilePrompt(context, await requireAgent(db, agent.id));
    return answer(c, saved);
  });
  app.patch('/:id/core-memory/blocks/attach/:block_id', async (c) => {
    const agent = await requestAgent(context, c);
    await attachBlock(db, agent.id, await requireBlock(db, blockId(c, 'block_id')));
    return await recompiled(context, c, agent.id);
  });
  app.patch('/:id/core-memory/blocks/detach/:block_id', async (c) => {
    const agent = await requestAgent(context, c);
    await detachBlock(db, agent.id, blockId(c, 'block_id'));
    return await recompiled(context, c, agent.id);
  });
  return app;
}

async function recompiled(context: EmbeddedContext, c: Context, agentId: string) {
  await recompilePrompt(context, await requireAgent(context.db, agentId));
  return c.json(await toFullAgentState(context, await requireAgent(context.db, agentId)));
}

function blockId(c: Context, parameter = 'id'): string {
  return requireId('block', c.req.param(parameter) ?? '');
}

function answer(c: Context, block: BlockRow) {
  c.header('etag', blockEtag(block));
  return c.json(toBlock(block));
}
