import type { AgentState } from '#lib/letta/agents.ts';
import { lettaClient } from '#lib/letta/create-letta-client.ts';
import type { StarterAgent } from './starter-agents.ts';

/** Makes a starter agent on any Letta server, with the tools it brings along. */
export async function createStarter(
  serverId: string,
  starter: StarterAgent,
  models: { model: string; embedding: string | null },
): Promise<AgentState> {
  const client = lettaClient(serverId);
  const toolIds = await makeStarterTools(serverId, starter);
  return await client.agents.create({
    ...starter.params,
    model: models.model,
    ...(models.embedding ? { embedding: models.embedding } : {}),
    ...(toolIds.length > 0 ? { tool_ids: toolIds } : {}),
  });
}

/** Puts the tools that a starter brings along into the server's library, and gives their ids. */
export async function makeStarterTools(serverId: string, starter: StarterAgent): Promise<string[]> {
  const client = lettaClient(serverId);
  const tools = await Promise.all((starter.newTools ?? []).map((tool) => client.tools.create(tool)));
  return tools.map((tool) => tool.id);
}
