import type { ToolRule } from '#lib/letta/tool-rules.ts';

/** The tools a rule names that are not among these. */
export function missingInRule(rule: ToolRule, names: readonly string[]): string[] {
  const named = [
    rule.tool_name,
    ...(rule.children ?? []),
    ...Object.values(rule.child_output_mapping ?? {}),
    ...(rule.default_child ? [rule.default_child] : []),
  ];
  return [...new Set(named)].filter((name) => name !== '' && !names.includes(name));
}

/** Whether nothing is left of a rule without these tools. */
export function goesWhole(rule: ToolRule, missing: readonly string[]): boolean {
  return withoutTools(rule, missing) === null;
}

/**
 * The rules with one of them freed of these tools, or without it when nothing is left of it. Null when the rule is not
 * among them any more.
 */
export function mendRule(rules: ToolRule[], rule: ToolRule, missing: readonly string[]): ToolRule[] | null {
  const index = rules.findIndex((each) => JSON.stringify(each) === JSON.stringify(rule));
  if (index === -1) return null;
  const mended = withoutTools(rule, missing);
  return rules.toSpliced(index, 1, ...(mended ? [mended] : []));
}

function withoutTools(rule: ToolRule, missing: readonly string[]): ToolRule | null {
  const isLeft = (name: string) => !missing.includes(name);
  if (!isLeft(rule.tool_name)) return null;
  const mended = { ...rule };
  if (rule.children) {
    mended.children = rule.children.filter(isLeft);
    if (mended.children.length === 0) return null;
  }
  // Arguments given for a child that is gone would name it still.
  if (rule.child_arg_nodes) {
    mended.child_arg_nodes = rule.child_arg_nodes.filter(
      (node) => typeof node !== 'object' || node === null || isLeft(String(Reflect.get(node, 'name'))),
    );
  }
  if (rule.child_output_mapping) {
    const left = Object.entries(rule.child_output_mapping).filter(([, name]) => isLeft(name));
    mended.child_output_mapping = Object.fromEntries(left);
    if (rule.default_child && !isLeft(rule.default_child)) mended.default_child = null;
    if (left.length === 0 && !mended.default_child) return null;
  }
  return mended;
}
