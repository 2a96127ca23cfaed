import { createHash } from 'node:crypto';
import { type AgentRow, tagsOf } from '#server/embedded/store/agents.ts';
import { blocksOfAgent } from '#server/embedded/store/blocks.ts';
import type { Database } from '#server/embedded/store/open-database.ts';
import { toolsOfAgent } from '#server/embedded/store/tools.ts';

/** What changes while an agent lives. */
const LIVED = new Set([
  'last_run_completion',
  'last_run_duration_ms',
  'last_stop_reason',
  'message_ids',
  'prompt_compiled_at',
  'updated_at',
]);

/**
 * The version of an agent's configuration as an entity tag. Only what people configure counts: an agent that talks,
 * or edits a block of its own, is still the agent that was read.
 */
export async function agentEtag(db: Database, row: AgentRow): Promise<string> {
  const [tags, tools, blocks] = await Promise.all([
    tagsOf(db, [row.id]),
    toolsOfAgent(db, row.id),
    blocksOfAgent(db, row.id),
  ]);
  const configured = Object.entries(row).filter(([name]) => !LIVED.has(name));
  const relations = [tags.get(row.id), ...[tools, blocks].map((rows) => rows.map(({ id }) => id).toSorted())];
  const digest = createHash('sha256')
    .update(JSON.stringify([configured.toSorted(), relations]))
    .digest('base64url');
  return `"${digest}"`;
}
