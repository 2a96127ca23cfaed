/** A tool rule as it is stored, in Letta's own fields. */
export interface ToolRule {
  type: string;
  tool_name: string;
  prompt_template?: string | null;
  args?: Record<string, unknown> | null;
  children?: string[];
  child_arg_nodes?: { name: string; args?: Record<string, unknown> | null }[] | null;
  child_output_mapping?: Record<string, string>;
  default_child?: string | null;
  require_output_mapping?: boolean;
  max_count_limit?: number;
}

/** A tool that was called in this turn, and what it gave back. */
export interface CalledTool {
  name: string;
  result: string;
}

/** What a model may call in its next step. */
export interface AllowedTools {
  names: string[];
  /** Whether it must call one of them. */
  isForced: boolean;
  /** Arguments a rule has fixed, by tool. */
  args: Record<string, Record<string, unknown>>;
}

/**
 * Which of an agent's tools the next step may call, by Letta's rules. `run_first` holds until a tool was called;
 * `constrain_child_tools`, `conditional` and `parent_last_tool` hold right after their tool; the narrowest set wins.
 */
export function allowedTools(rules: ToolRule[], tools: string[], called: CalledTool[]): AllowedTools {
  const last = called.at(-1);
  const first = last ? [] : ofType(rules, 'run_first').filter((rule) => tools.includes(rule.tool_name));
  if (first.length > 0) {
    return { names: unique(first.map((rule) => rule.tool_name)), isForced: true, args: argsOfFirst(first) };
  }
  const following = last ? followers(rules, last) : null;
  const names = tools
    .filter((name) => !following || following.names.includes(name))
    .filter((name) => !isUsedUp(rules, name, called))
    .filter((name) => !needsOtherParent(rules, name, last?.name));
  const isForced = following !== null && names.length > 0;
  return { names, isForced, args: isForced ? following.args : {} };
}

/** The tools that must still be called before the turn may end. */
export function missingBeforeExit(rules: ToolRule[], called: CalledTool[]): string[] {
  const names = ofType(rules, 'required_before_exit').map((rule) => rule.tool_name);
  return unique(names).filter((name) => !called.some((each) => each.name === name));
}

/** Whether a call of this tool ends the turn. */
export function endsTurn(rules: ToolRule[], name: string): boolean {
  return ofType(rules, 'exit_loop').some((rule) => rule.tool_name === name);
}

/** Whether a person has to approve a call of this tool. */
export function needsApproval(rules: ToolRule[], name: string): boolean {
  return ofType(rules, 'requires_approval').some((rule) => rule.tool_name === name);
}

/** Whether any rule but approval is about the order of calls: then calls come one at a time. */
export function ordersCalls(rules: ToolRule[]): boolean {
  return rules.some((rule) => rule.type !== 'requires_approval' && rule.type !== 'continue_loop');
}

/** In words, the rules that speak against a call of this tool now. */
export function violatedRules(rules: ToolRule[], name: string, called: CalledTool[]): string[] {
  const last = called.at(-1)?.name;
  return rules.flatMap((rule) => {
    if (rule.type === 'max_count_per_step' && rule.tool_name === name && isUsedUp([rule], name, called))
      return [`${name} may be called at most ${rule.max_count_limit} times in a turn`];
    if (rule.type === 'run_first' && !last && rule.tool_name !== name)
      return [`${rule.tool_name} has to be called first`];
    if (rule.tool_name === last && (rule.type === 'constrain_child_tools' || rule.type === 'conditional'))
      return [`after ${last} only certain tools may be called`];
    if (rule.type === 'parent_last_tool' && rule.children?.includes(name) && rule.tool_name !== last)
      return [`${name} may only be called right after ${rule.tool_name}`];
    return [];
  });
}

function followers(rules: ToolRule[], last: CalledTool): { names: string[]; args: AllowedTools['args'] } | null {
  const sets = rules
    .filter((rule) => rule.tool_name === last.name)
    .flatMap((rule) => {
      if (rule.type === 'constrain_child_tools' || rule.type === 'parent_last_tool') return [rule.children ?? []];
      return rule.type === 'conditional' ? [conditionalChildren(rule, last.result)] : [];
    })
    .filter((names) => names !== null);
  if (sets.length === 0) return null;
  const nodes = ofType(rules, 'constrain_child_tools')
    .filter((rule) => rule.tool_name === last.name)
    .flatMap((rule) => rule.child_arg_nodes ?? []);
  return {
    names: unique(sets.reduce((left, right) => left.filter((name) => right.includes(name)))),
    args: Object.fromEntries(nodes.flatMap((node) => (node.args ? [[node.name, node.args]] : []))),
  };
}

/** The child the tool's output is mapped to; null where the rule then allows every tool. */
function conditionalChildren(rule: ToolRule, result: string): string[] | null {
  const mapping = rule.child_output_mapping ?? {};
  const key = Object.keys(mapping).find((each) => each === result || each.toLowerCase() === result.toLowerCase());
  if (key !== undefined) return [mapping[key] ?? ''];
  if (rule.default_child) return [rule.default_child];
  return rule.require_output_mapping ? [] : null;
}

function isUsedUp(rules: ToolRule[], name: string, called: CalledTool[]): boolean {
  const count = called.filter((each) => each.name === name).length;
  return ofType(rules, 'max_count_per_step').some(
    (rule) => rule.tool_name === name && count >= (rule.max_count_limit ?? Number.POSITIVE_INFINITY),
  );
}

function needsOtherParent(rules: ToolRule[], name: string, last: string | undefined): boolean {
  const parents = ofType(rules, 'parent_last_tool').filter((rule) => rule.children?.includes(name));
  return parents.length > 0 && !parents.some((rule) => rule.tool_name === last);
}

function argsOfFirst(rules: ToolRule[]): AllowedTools['args'] {
  return Object.fromEntries(rules.flatMap((rule) => (rule.args ? [[rule.tool_name, rule.args]] : [])));
}

function ofType(rules: ToolRule[], type: string): ToolRule[] {
  return rules.filter((rule) => rule.type === type);
}

function unique(names: string[]): string[] {
  return [...new Set(names)];
}
