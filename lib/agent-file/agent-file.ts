/** What the import review shows of an agent file (`.af`): no more, as a file may have 100 MB of messages. */
export interface AgentFile {
  agents: FileAgent[];
  tools: FileTool[];
  blockLabels: string[];
  mcpServers: number;
}

export interface FileAgent {
  name: string;
  system: string;
  agent_type: string;
  model: string | null;
  embedding: string | null;
  messages: number;
  messagesInContext: number;
  /** Names of the variables its tools read; their values are not in the file. */
  variables: string[];
  toolRules: number;
}

export interface FileTool {
  name: string;
  tool_type: string;
  source_code: string | null;
}

export type FileReading = { ok: true; file: AgentFile } | { ok: false; problem: string };

const OLD_FORMAT =
  'This is an agent file of the old format: one agent, with its tools and messages inside it. No Letta server imports that ' +
  'any more. Export the agent again from a server that still has it; new files have the field “agents”.';

/** Reads an agent file; never throws. Nothing in it runs or is sent: it is inert until the import is confirmed. */
export function readAgentFile(text: string): FileReading {
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    return {
      ok: false,
      problem: `This is not an agent file: it is not JSON. ${error instanceof Error ? error.message : ''}`.trim(),
    };
  }
  if (!isRecord(raw)) return { ok: false, problem: 'This is not an agent file: it is a list or a single value.' };
  if ('agent_type' in raw && !('agents' in raw)) return { ok: false, problem: OLD_FORMAT };
  const agents = listOf(raw['agents']);
  if (agents.length === 0) return { ok: false, problem: 'There is no agent in this file.' };
  const file: AgentFile = {
    agents: agents.map(toAgent),
    tools: listOf(raw['tools']).map((tool) => ({
      name: textOf(tool['name']),
      tool_type: textOf(tool['tool_type']) || 'custom',
      source_code: typeof tool['source_code'] === 'string' ? tool['source_code'] : null,
    })),
    blockLabels: listOf(raw['blocks']).map((block) => textOf(block['label'])),
    mcpServers: lengthOf(raw['mcp_servers']),
  };
  return { ok: true, file };
}

/** The tools with a source of their own: those an import can make or replace. */
export function customTools(tools: FileTool[]): FileTool[] {
  return tools.filter((tool) => tool.tool_type === 'custom');
}

/** What a person decided about an import. */
export interface ImportChoices {
  withMessages: boolean;
  /** Tools of the library that stay as they are, by name: their source takes the place of the file's. */
  keptTools: Map<string, Record<string, unknown>>;
}

/**
 * The text of a file that was read, as it is sent. Messages are taken out here, because servers accept the wish and ignore it; a tool that is not
 * to be replaced goes along as the library has it, so that replacing it changes nothing.
 */
export function prepareImport(text: string, { withMessages, keptTools }: ImportChoices): string {
  const raw = parse(text) as Record<string, unknown>;
  const agents = listOf(raw['agents']).map((agent) =>
    withMessages ? agent : { ...agent, messages: [], in_context_message_ids: [] },
  );
  const tools = listOf(raw['tools']).map((tool) => {
    const kept = keptTools.get(textOf(tool['name']));
    return kept ? { ...tool, ...kept, id: tool['id'] } : tool;
  });
  return JSON.stringify({ ...raw, agents, tools });
}

function toAgent(agent: Record<string, unknown>): FileAgent {
  const config = isRecord(agent['llm_config']) ? agent['llm_config'] : {};
  const embedding = isRecord(agent['embedding_config']) ? agent['embedding_config'] : {};
  return {
    name: textOf(agent['name']) || 'unnamed',
    system: textOf(agent['system']),
    agent_type: textOf(agent['agent_type']),
    model: orNull(agent['model'] ?? config['handle'] ?? config['model']),
    embedding: orNull(agent['embedding'] ?? embedding['handle']),
    messages: listOf(agent['messages']).length,
    messagesInContext: lengthOf(agent['in_context_message_ids']),
    variables: Object.keys(
      isRecord(agent['tool_exec_environment_variables'])
        ? agent['tool_exec_environment_variables']
        : isRecord(agent['secrets'])
          ? agent['secrets']
          : {},
    ),
    toolRules: lengthOf(agent['tool_rules']),
  };
}

function parse(text: string): unknown {
  return JSON.parse(text.replace(/^\uFEFF/, ''));
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function orNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
