import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { newId } from '#server/embedded/ids.ts';
import { type AgentRow, updateAgent } from '#server/embedded/store/agents.ts';
import { archiveTags, countPassages, findArchive } from '#server/embedded/store/archives.ts';
import { blocksOfAgent } from '#server/embedded/store/blocks.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { countMessages, insertMessages } from '#server/embedded/store/messages.ts';
import type { Database } from '#server/embedded/store/open-database.ts';
import { nowIso } from '#server/embedded/times.ts';
import { joinPrompt, type PromptParts, promptParts } from './compile-prompt.ts';

/** The parts of the prompt as they would be compiled now. Nothing is stored. */
export async function currentPromptParts(db: Database, agent: AgentRow, compiledAt: string): Promise<PromptParts> {
  const blocks = await blocksOfAgent(db, agent.id);
  const archive = await findArchive(db, agent.id);
  return promptParts(agent.system, blocks, fromJson(agent.tool_rules), {
    agentId: agent.id,
    timezone: agent.timezone,
    compiledAt,
    previousMessages: Math.max(0, (await countMessages(db, agent.id)) - 1),
    archivalPassages: archive ? await countPassages(db, archive.id) : 0,
    archivalTags: archive ? await archiveTags(db, archive.id, 40) : [],
  });
}

/**
 * Compiles the agent's prompt and puts it into its system message, in place, as the original does.
 * The running agent reads the old prompt until this is called.
 */
export async function recompilePrompt({ db }: Pick<EmbeddedContext, 'db'>, agent: AgentRow): Promise<string> {
  const compiledAt = nowIso();
  const text = joinPrompt(await currentPromptParts(db, agent, compiledAt));
  const systemMessageId = fromJson<string[]>(agent.message_ids)[0];
  if (systemMessageId) {
    await db
      .updateTable('messages')
      .set({ content: JSON.stringify([{ type: 'text', text }]) })
      .where('id', '=', systemMessageId)
      .execute();
  }
  await updateAgent(db, agent.id, { prompt_compiled_at: compiledAt });
  return text;
}

/** Gives an agent its first message, the compiled system prompt, and returns that message's id. */
export async function startWithPrompt(db: Database, agent: AgentRow): Promise<string> {
  const id = newId('message');
  const text = joinPrompt(await currentPromptParts(db, agent, agent.created_at));
  await insertMessages(db, [
    {
      id,
      agent_id: agent.id,
      role: 'system',
      content: JSON.stringify([{ type: 'text', text }]),
      model: agent.model,
      created_at: nowIso(),
    },
  ]);
  await updateAgent(db, agent.id, { message_ids: JSON.stringify([id]) });
  return id;
}
