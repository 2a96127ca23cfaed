import { RULE_TYPES, rulesOf, type ToolRule } from '#lib/letta/tool-rules.ts';
import type { Tool } from '#lib/letta/tools.ts';
import type { AgentEvidence } from './agent-evidence.ts';
import { type Finding, joinLooks, type Look, lookAt } from './finding.ts';
import { originOf, templateVariables } from './mcp-origin.ts';
import { missingInRule } from './mend-rules.ts';
import { readNeededVariables } from './needed-variables.ts';

/** Whether every tool can be told to a model and be run. */
export function checkTools({ tools }: AgentEvidence): Look {
  return lookAt(tools, 'The tools', (attached) => ({
    findings: attached.flatMap(findToolProblems),
    looked: `${attached.length} ${attached.length === 1 ? 'tool' : 'tools'}`,
    unknown: [],
  }));
}

function findToolProblems(tool: Tool): Finding[] {
  const name = tool.name ?? 'unnamed';
  const isCustom = tool.tool_type === 'custom';
  const at = `Tool ${name} (${tool.id})`;
  const fix = isCustom
    ? ({ kind: 'open-tool', toolId: tool.id } as const)
    : ({ kind: 'detach-tool', toolId: tool.id, toolName: name } as const);
  const problems: Finding[] = [];
  if (isCustom && !tool.source_code?.trim())
    problems.push({
      id: `source-${tool.id}`,
      severity: 'warning',
      title: `${name} has no source`,
      evidence: `${at} is a custom tool with an empty source: every call of it fails.`,
      fix,
    });
  if (!tool.json_schema || Object.keys(tool.json_schema).length === 0)
    problems.push({
      id: `schema-${tool.id}`,
      severity: 'warning',
      title: `${name} has no schema`,
      evidence: `${at} has no JSON schema: the model is not told what to pass.`,
      fix,
    });
  return problems;
}

/** Whether every rule is about tools the agent has. */
export function checkRules({ agent, tools }: AgentEvidence): Look {
  const rules = rulesOf(agent);
  return lookAt(tools, 'The tool rules', (attached) => {
    const names = attached.flatMap((tool) => tool.name ?? []);
    return {
      findings: rules.flatMap((rule, index) => findRuleProblem(rule, names, index)),
      looked: `${rules.length} tool ${rules.length === 1 ? 'rule' : 'rules'}`,
      unknown: [],
    };
  });
}

function findRuleProblem(rule: ToolRule, names: string[], index: number): Finding[] {
  const missing = missingInRule(rule, names);
  if (missing.length === 0) return [];
  const label = RULE_TYPES.find(({ type }) => type === rule.type)?.label ?? rule.type;
  return [
    {
      id: `rule-${index}`,
      severity: 'warning',
      title: `A rule names a tool the agent does not have: ${missing.join(', ')}`,
      evidence: `Rule ${index + 1}, “${rule.tool_name} ${label}” (${rule.type}). Attached are ${names.length === 0 ? 'no tools' : names.join(', ')}.`,
      fix: { kind: 'mend-rule', rule, missing },
    },
  ];
}

/** Whether the variables that tools cannot do without are set. */
export function checkVariables(evidence: AgentEvidence): Look {
  const { agent } = evidence;
  const given = [...(agent.secrets ?? []), ...(agent.tool_exec_environment_variables ?? [])];
  const set = new Set(given.map(({ key }) => key));
  return joinLooks(
    lookAt(evidence.tools, 'The variables that tools read', (tools) => ({
      findings: tools.flatMap((tool) => findUnset(tool, set)),
      looked: `${set.size} ${set.size === 1 ? 'variable' : 'variables'}`,
      unknown: [],
    })),
    lookAtTemplates(evidence, set),
  );
}

function findUnset(tool: Tool, set: Set<string>): Finding[] {
  if (tool.tool_type !== 'custom' || tool.source_type !== 'python') return [];
  return readNeededVariables(tool.source_code ?? '')
    .filter((name) => !set.has(name))
    .map((name) => ({
      id: `variable-${tool.id}-${name}`,
      severity: 'warning',
      title: `${tool.name} needs the variable ${name}`,
      evidence: `Its source reads os.environ["${name}"], and the agent has no variable of this name. The server’s own settings may still give it one; that cannot be seen from here.`,
      fix: { kind: 'set-variable', name },
    }));
}

function lookAtTemplates({ tools, mcpServers }: AgentEvidence, set: Set<string>): Look {
  const origins = 'value' in tools ? tools.value.flatMap((tool) => originOf(tool) ?? []) : [];
  if (origins.length === 0) return { findings: [], looked: '', unknown: [] };
  return lookAt(mcpServers, 'The variables that MCP servers take', (servers) => {
    const used = servers.filter(({ key, name }) =>
      origins.some((origin) => origin.serverId === key || origin.serverName === name),
    );
    const findings = used.flatMap((server) =>
      templateVariables(server)
        .filter((name) => !set.has(name))
        .map(
          (name): Finding => ({
            id: `variable-${server.key}-${name}`,
            severity: 'warning',
            title: `The MCP server ${server.name} needs the variable ${name}`,
            evidence: `Its settings hold {{ ${name} }} without a default, and the agent has no variable of this name.`,
            fix: { kind: 'set-variable', name },
          }),
        ),
    );
    return { findings, looked: '', unknown: [] };
  });
}
