import { setImmediate as pause } from 'node:timers/promises';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { ownThread, recompilePrompt, startWithPrompt } from '#server/embedded/memory/recompile-prompt.ts';
import { completeRule, startRules } from '#server/embedded/routes/tool-rules-wire.ts';
import { newAgentRow, toolsFor } from '#server/embedded/routes/write-agent.ts';
import { createBlock } from '#server/embedded/routes/write-block.ts';
import { insertAgent, replaceTags, requireAgent } from '#server/embedded/store/agents.ts';
import { attachBlock, type BlockRow } from '#server/embedded/store/blocks.ts';
import { insertMessages } from '#server/embedded/store/messages.ts';
import type { Database } from '#server/embedded/store/open-database.ts';
import { readContext, writeContext } from '#server/embedded/store/threads.ts';
import { attachTool, type ToolRow } from '#server/embedded/store/tools.ts';
import type { AgentFile, AgentFileBlock } from './agent-file-schema.ts';
import { importFailed } from './import-failed.ts';
import { importTools } from './import-tools.ts';
import { type AgentPlan, type ImportOptions, planAgent } from './plan-agent.ts';

/** The most bound values of one statement are 32,766. */
const ROWS_AT_ONCE = 500;

interface Library {
  tools: Map<string, ToolRow | null>;
  blocks: Map<string, BlockRow>;
}

/**
 * Makes the agents of a file with their blocks, tools, tags and messages, or nothing at all, and returns their ids. Throws
 * 400 or 404 for what `planAgent` and `importTools` refuse. Rows are written in turns with other work.
 */
export async function importAgents(
  context: EmbeddedContext,
  file: AgentFile,
  options: ImportOptions,
): Promise<string[]> {
  const plans: AgentPlan[] = [];
  for (const agent of file.agents) plans.push(await planAgent(context, agent, options));
  await context.db.transaction().execute(async (trx) => {
    const library = {
      tools: await importTools(trx, file.tools, options.takenTools),
      blocks: await importBlocks(trx, file.blocks),
    };
    for (const plan of plans) await insertPlanned(trx, plan, library);
  });
  return plans.map(({ id }) => id);
}

async function importBlocks(db: Database, blocks: AgentFileBlock[]): Promise<Map<string, BlockRow>> {
  const imported = new Map<string, BlockRow>();
  // What stands in a file is complete: a block without a description stays without one.
  for (const block of blocks) imported.set(block.id, await createBlock(db, block, () => null));
  return imported;
}

async function insertPlanned(db: Database, plan: AgentPlan, library: Library): Promise<void> {
  const { id, body, file } = plan;
  const tools = [
    ...(file.tool_ids ?? []).flatMap((toolId) => requireIn(library.tools, toolId) ?? []),
    ...(await toolsFor(db, { ...body, tool_ids: [] })),
  ];
  await insertAgent(db, {
    ...newAgentRow({ ...plan, tools }),
    // What stands in a file is complete: it is stored as it is.
    model_settings: JSON.stringify(body.model_settings ?? {}),
    context_window: plan.contextWindow,
    tool_rules: JSON.stringify(body.tool_rules ? body.tool_rules.map(completeRule) : startRules(body, tools)),
  });
  await replaceTags(db, id, body.tags ?? []);
  for (const blockId of file.block_ids ?? []) await attachBlock(db, id, requireIn(library.blocks, blockId));
  for (const block of body.memory_blocks ?? []) await attachBlock(db, id, await createBlock(db, block));
  for (const tool of tools) await attachTool(db, id, tool.id);
  await insertHistory(db, plan);
}

/** Its messages, behind a system message of its own where what the model sees begins with none. */
async function insertHistory(db: Database, { id, messages, inContext }: AgentPlan): Promise<void> {
  const agent = await requireAgent(db, id);
  const thread = ownThread(agent);
  const first = messages.find((message) => message.id === inContext[0]);
  if (first?.role !== 'system') await startWithPrompt(db, agent);
  const start = await readContext(db, thread);
  for (let from = 0; from < messages.length; from += ROWS_AT_ONCE) {
    await insertMessages(db, messages.slice(from, from + ROWS_AT_ONCE));
    await pause();
  }
  await writeContext(db, thread, [...start, ...inContext]);
  // The message tells the agent its id, which is a new one, and how much there is to recall.
  await recompilePrompt({ db }, agent);
}

function requireIn<T>(things: Map<string, T>, fileId: string): T {
  const thing = things.get(fileId);
  if (thing === undefined) throw importFailed(`'${fileId}'`);
  return thing;
}
