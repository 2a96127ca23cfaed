import type { McpServer } from '#lib/letta/mcp-config.ts';
import type { AgentEvidence, McpAnswer } from './agent-evidence.ts';
import { type Finding, joinLooks, type Look, lookAt } from './finding.ts';
import { type McpOrigin, originOf, serverOf, templateVariables } from './mcp-origin.ts';

/** Whether the MCP servers of the agent's tools are there, answer, and still have those tools. */
export function checkMcp({ tools, mcpServers, mcpAnswers }: AgentEvidence): Look {
  return lookAt(tools, 'The MCP servers', (attached) => {
    const external = attached.filter((tool) => tool.tool_type === 'external_mcp');
    const origins = external.flatMap((tool) => originOf(tool) ?? []);
    const untold = external.filter((tool) => originOf(tool) === null);
    const unknown = untold.map(
      (tool) => `${tool.name} could not be looked at. The server does not say which MCP server it comes from.`,
    );
    const start: Look = { findings: [], looked: external.length === 0 ? 'no MCP servers' : '', unknown };
    if (origins.length === 0) return start;
    return joinLooks(
      start,
      lookAt(mcpServers, 'The MCP servers', (servers) => lookAtServers(origins, servers, mcpAnswers)),
    );
  });
}

function lookAtServers(origins: McpOrigin[], servers: McpServer[], answers: Record<string, McpAnswer>): Look {
  const gone = origins.filter((origin) => !serverOf(origin, servers)).map(findGone);
  const byServer = Map.groupBy(
    origins.filter((origin) => serverOf(origin, servers)),
    (origin) => serverOf(origin, servers)?.name ?? '',
  );
  const looks = [...byServer].flatMap(([name, own]) => {
    const server = servers.find((each) => each.name === name);
    return server ? [lookAtAnswer(server, own, answers[name])] : [];
  });
  const counted = `${byServer.size} MCP ${byServer.size === 1 ? 'server' : 'servers'}`;
  return joinLooks({ findings: gone, looked: counted, unknown: [] }, ...looks);
}

function findGone({ tool, serverId, serverName }: McpOrigin): Finding {
  const name = tool.name ?? 'unnamed';
  return {
    id: `mcp-gone-${tool.id}`,
    severity: 'warning',
    title: `${name} belongs to an MCP server that is gone`,
    evidence: `Tool ${name} (${tool.id}) comes from ${serverName}${serverId ? ` (${serverId})` : ''}, which the server does not list.`,
    fix: { kind: 'detach-tool', toolId: tool.id, toolName: name },
  };
}

function lookAtAnswer(server: McpServer, origins: McpOrigin[], answer: McpAnswer | undefined): Look {
  const fix = { kind: 'open-mcp-server', key: server.key } as const;
  const names = origins.map(({ tool }) => tool.name).join(', ');
  const none: Look = { findings: [], looked: '', unknown: [] };
  if (!answer) return { ...none, unknown: [`${server.name} could not be looked at. It was not asked.`] };
  if ('problem' in answer) return { ...none, unknown: [`${server.name} could not be looked at. ${answer.problem}`] };
  if ('refusal' in answer) {
    const asked = templateVariables(server);
    // It was asked without the variables of the agent, and so may rightly have refused.
    if (asked.length > 0)
      return {
        ...none,
        unknown: [
          `${server.name} could not be looked at. It takes ${asked.join(', ')} from the agent. ${answer.refusal}`,
        ],
      };
    const title = `The MCP server ${server.name} gives no tools`;
    const evidence = `${answer.refusal} The agent has of it: ${names}.`;
    return { ...none, findings: [{ id: `mcp-dead-${server.key}`, severity: 'warning', title, evidence, fix }] };
  }
  const findings = origins
    .filter(({ toolName }) => !answer.value.includes(toolName))
    .map(
      ({ tool, toolName }): Finding => ({
        id: `mcp-tool-${tool.id}`,
        severity: 'warning',
        title: `${server.name} does not offer ${tool.name} any more`,
        evidence: `It offers ${answer.value.length} tools, and ${toolName} (${tool.id}) is not among them.`,
        fix,
      }),
    );
  return { ...none, findings };
}
