/** The architecture that new agents have. */
const NEW_TYPE = 'letta_v1_agent';
/** Agents of the old architecture answered by calling this tool; the new one answers in plain text. */
const OLD_ANSWER_TOOL = 'send_message';

/** Whether an agent is of an architecture that Letta has given up. */
export function isOldArchitecture(agentType: string): boolean {
  return agentType.startsWith('memgpt');
}

/**
 * An agent file with its agents in the new architecture: without messages in context, because those call a tool that is
 * gone, with the base tools, and with the server's own system prompt unless the old one is kept.
 */
export function toNewArchitecture(content: string, { keepsPrompt }: { keepsPrompt: boolean }): string {
  const file = JSON.parse(content) as Record<string, unknown>;
  const tools = recordsOf(file['tools']);
  const gone = new Set(tools.filter(({ name }) => name === OLD_ANSWER_TOOL).map(({ id }) => id));
  const agents = recordsOf(file['agents']).map((agent) => ({
    ...agent,
    agent_type: NEW_TYPE,
    in_context_message_ids: [],
    include_base_tools: true,
    tool_ids: Array.isArray(agent['tool_ids']) ? agent['tool_ids'].filter((id) => !gone.has(id)) : [],
    tool_rules: recordsOf(agent['tool_rules']).filter((rule) => rule['tool_name'] !== OLD_ANSWER_TOOL),
    ...(keepsPrompt ? {} : { system: null }),
  }));
  return JSON.stringify({ ...file, agents, tools: tools.filter(({ id }) => !gone.has(id)) });
}

function recordsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : [];
}
