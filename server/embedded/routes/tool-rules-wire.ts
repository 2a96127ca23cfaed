import type { ToolRow } from '#server/embedded/store/tools.ts';
import type { CreateAgentBody } from './agent-body.ts';

type Rule = { type: string; tool_name: string; [field: string]: unknown };

/** The fields rules of a type have beside their own, as the original fills them in. */
const FIELDS: Record<string, Record<string, unknown>> = {
  run_first: { args: null },
  constrain_child_tools: { child_arg_nodes: null },
  conditional: { default_child: null, require_output_mapping: false },
};

/** A rule with every field of its type. */
export function completeRule({ type, tool_name, ...rest }: Rule): Rule {
  return { tool_name, type, prompt_template: null, ...FIELDS[type], ...rest };
}

/**
 * The rules a new agent starts with: its own; for each tool of the server a rule that the loop goes on, where the agent
 * has rules at all; and approval for the tools that ask for it.
 */
export function startRules(body: CreateAgentBody, tools: ToolRow[]): Rule[] {
  const own = (body.tool_rules ?? []).map(completeRule);
  const isRuled = body.tool_rules && body.include_base_tool_rules !== false;
  const base = tools.filter(
    (tool) => tool.tool_type.startsWith('letta_') && !own.some((rule) => rule.tool_name === tool.name),
  );
  const going = isRuled ? base.map((tool) => completeRule({ tool_name: tool.name, type: 'continue_loop' })) : [];
  const asks = (tool: ToolRow) =>
    tool.default_requires_approval === 1 &&
    !own.some((rule) => rule.type === 'requires_approval' && rule.tool_name === tool.name);
  return [
    ...own,
    ...going,
    ...tools.filter(asks).map((tool) => completeRule({ tool_name: tool.name, type: 'requires_approval' })),
  ];
}
