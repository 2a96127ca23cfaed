import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { newId } from '#server/embedded/ids.ts';
import { type AgentRow, updateAgent } from '#server/embedded/store/agents.ts';
import { archiveTags, countPassages, findArchive } from '#server/embedded/store/archives.ts';
import { blocksOfThread } from '#server/embedded/store/blocks.ts';
import { updateConversation } from '#server/embedded/store/conversations.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { countMessages } from '#server/embedded/store/messages.ts';
import type { Database } from '#server/embedded/store/open-database.ts';
import { readContext, storeMessages, type Thread, writeContext } from '#server/embedded/store/threads.ts';
import { nowIso } from '#server/embedded/times.ts';
import { joinPrompt, type PromptParts, promptParts } from './compile-prompt.ts';

/** The agent's own thread. */
export function ownThread(agent: AgentRow): Thread {
  return { agentId: agent.id, conversationId: null };
}

/** The parts of a thread's prompt as they would be compiled now. Nothing is stored. */
export async function currentPromptParts(
  db: Database,
  agent: AgentRow,
  thread: Thread,
  compiledAt: string,
): Promise<PromptParts> {
  const blocks = await blocksOfThread(db, thread);
  const archive = await findArchive(db, agent.id);
  const inContext = (await readContext(db, thread)).length;
  return promptParts(agent.system, blocks, fromJson(agent.tool_rules), {
    agentId: agent.id,
    conversationId: thread.conversationId,
    timezone: agent.timezone,
    compiledAt,
    previousMessages: Math.max(0, (await countMessages(db, agent.id)) - inContext),
    archivalPassages: archive ? await countPassages(db, archive.id) : 0,
    archivalTags: archive ? await archiveTags(db, archive.id, 40) : [],
  });
}

/** The prompt of a thread as it would be compiled now. Nothing is stored. */
export async function currentPrompt(db: Database, agent: AgentRow, thread = ownThread(agent)): Promise<string> {
  return joinPrompt(await currentPromptParts(db, agent, thread, nowIso()));
}

/**
 * Compiles the prompt of a thread and puts it into its system message, in place, as the original does.
 * The running agent reads the old prompt until this is called.
 */
export async function recompilePrompt(
  { db }: Pick<EmbeddedContext, 'db'>,
  agent: AgentRow,
  thread = ownThread(agent),
): Promise<string> {
  const compiledAt = nowIso();
  const text = joinPrompt(await currentPromptParts(db, agent, thread, compiledAt));
  const systemMessageId = (await readContext(db, thread))[0];
  if (systemMessageId) {
    await db
      .updateTable('messages')
      .set({ content: JSON.stringify([{ type: 'text', text }]) })
      .where('id', '=', systemMessageId)
      .execute();
  }
  await markCompiled(db, thread, compiledAt);
  return text;
}

/** Gives a thread its first message, the compiled system prompt, followed by `rest` in what the model sees. */
export async function startWithPrompt(
  db: Database,
  agent: AgentRow,
  thread = ownThread(agent),
  rest: string[] = [],
): Promise<void> {
  const id = newId('message');
  const createdAt = nowIso();
  const text = joinPrompt(await currentPromptParts(db, agent, thread, createdAt));
  const content = JSON.stringify([{ type: 'text', text }]);
  await storeMessages(db, thread, [
    { id, agent_id: agent.id, role: 'system', content, model: modelName(agent), created_at: createdAt },
  ]);
  await writeContext(db, thread, [id, ...rest]);
  await markCompiled(db, thread, createdAt);
}

/** A handle without its provider. */
function modelName({ model }: AgentRow): string {
  return model.slice(model.indexOf('/') + 1);
}

async function markCompiled(db: Database, thread: Thread, compiledAt: string): Promise<void> {
  const patch = { prompt_compiled_at: compiledAt };
  if (thread.conversationId) await updateConversation(db, thread.conversationId, patch);
  else await updateAgent(db, thread.agentId, patch);
}
