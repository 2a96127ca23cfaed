import type { AgentState } from './agents.ts';

/** A rule as the API has it: the fields of its type beside these. */
export interface ToolRule {
  type: string;
  tool_name: string;
  prompt_template?: string | null;
  children?: string[];
  child_arg_nodes?: unknown[] | null;
  args?: Record<string, unknown> | null;
  default_child?: string | null;
  child_output_mapping?: Record<string, string>;
  require_output_mapping?: boolean;
  max_count_limit?: number;
}

/** The nine kinds of rules, in words. */
export const RULE_TYPES = [
  { type: 'run_first', label: 'runs first', hint: 'The turn begins with it.' },
  { type: 'exit_loop', label: 'ends the turn', hint: 'After it the agent stops.' },
  { type: 'continue_loop', label: 'goes on', hint: 'After it the agent takes another step.' },
  { type: 'constrain_child_tools', label: 'is followed by', hint: 'After it only these may be called.' },
  { type: 'parent_last_tool', label: 'must come before', hint: 'These may be called only right after it.' },
  { type: 'conditional', label: 'decides what follows', hint: 'What it returns chooses the next tool.' },
  { type: 'max_count_per_step', label: 'at most so often', hint: 'In one turn.' },
  { type: 'required_before_exit', label: 'before the end', hint: 'The turn cannot end without it.' },
  { type: 'requires_approval', label: 'asks a person first', hint: 'It waits until somebody approves.' },
] as const;

export type RuleType = (typeof RULE_TYPES)[number]['type'];

/** The rules of an agent; none where the server tells none. */
export function rulesOf(agent: AgentState): ToolRule[] {
  return (agent.tool_rules ?? []) as ToolRule[];
}

/** A rule of another type for the same tool, with the fields that type needs. */
export function ruleOfType({ tool_name, children }: ToolRule, type: RuleType): ToolRule {
  const base = { tool_name, type };
  switch (type) {
    case 'constrain_child_tools':
    case 'parent_last_tool':
      return { ...base, children: children ?? [] };
    case 'conditional':
      return { ...base, child_output_mapping: {}, default_child: null, require_output_mapping: false };
    case 'max_count_per_step':
      return { ...base, max_count_limit: 1 };
    default:
      return base;
  }
}

/** What is wrong with a rule, in a sentence; `tools` are those the agent has. */
export function ruleProblem(rule: ToolRule, tools: string[]): string | undefined {
  if (rule.tool_name === '') return 'Choose a tool.';
  if (!tools.includes(rule.tool_name)) return `The agent does not have ${rule.tool_name}: the rule does nothing.`;
  if (rule.children && rule.children.length === 0) return 'Choose at least one tool.';
  if (
    rule.type === 'max_count_per_step' &&
    !(Number.isInteger(rule.max_count_limit) && (rule.max_count_limit ?? 0) > 0)
  )
    return 'Enter a whole number from 1 on.';
  if (rule.type === 'conditional' && Object.keys(rule.child_output_mapping ?? {}).length === 0 && !rule.default_child)
    return 'Say which tool follows which return, or which one otherwise.';
  return undefined;
}

/** An arrow of the picture: what may or must follow what. */
export interface RuleEdge {
  from: string;
  to: string;
  /** What has to be returned, or what kind of step it is. */
  label: string;
}

export const START = '▶ start';
export const END = '■ end';

/** The rules as arrows from the start of a turn to its end. */
export function ruleEdges(rules: ToolRule[]): RuleEdge[] {
  return rules.flatMap((rule): RuleEdge[] => {
    const from = rule.tool_name;
    switch (rule.type) {
      case 'run_first':
        return [{ from: START, to: from, label: 'first' }];
      case 'exit_loop':
        return [{ from, to: END, label: 'ends' }];
      case 'required_before_exit':
        return [{ from, to: END, label: 'needed' }];
      case 'constrain_child_tools':
        return (rule.children ?? []).map((to) => ({ from, to, label: 'then only' }));
      case 'parent_last_tool':
        return (rule.children ?? []).map((to) => ({ from, to, label: 'must precede' }));
      case 'conditional':
        return [
          ...Object.entries(rule.child_output_mapping ?? {}).map(([output, to]) => ({
            from,
            to,
            label: `= ${output}`,
          })),
          ...(rule.default_child ? [{ from, to: rule.default_child, label: 'else' }] : []),
        ];
      default:
        return [];
    }
  });
}

/** What the rules come to, in sentences: what is forced first, last, how often, and what waits. */
export function describeRules(rules: ToolRule[]): string[] {
  const named = (type: RuleType) => rules.filter((rule) => rule.type === type).map((rule) => rule.tool_name);
  const firsts = named('run_first');
  const ends = named('exit_loop');
  const needed = named('required_before_exit');
  const asking = named('requires_approval');
  return [
    ...(firsts.length > 0 ? [`Every turn begins with ${firsts.join(' or ')}.`] : []),
    ...(ends.length > 0 ? [`${ends.join(' and ')} ${ends.length > 1 ? 'end' : 'ends'} the turn.`] : []),
    ...(needed.length > 0 ? [`No turn ends before ${needed.join(' and ')} ran.`] : []),
    ...rules
      .filter((rule) => rule.type === 'max_count_per_step')
      .map((rule) => `${rule.tool_name} runs at most ${rule.max_count_limit} times in a turn.`),
    ...(asking.length > 0 ? [`${asking.join(', ')}: a person is asked first.`] : []),
  ];
}
