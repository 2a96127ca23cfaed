import { describe, expect, it } from 'vitest';
import {
  allowedTools,
  type CalledTool,
  endsTurn,
  missingBeforeExit,
  needsApproval,
  ordersCalls,
  type ToolRule,
  violatedRules,
} from './tool-rules.ts';

const TOOLS = ['a', 'b', 'c'];
const called = (...names: string[]): CalledTool[] => names.map((name) => ({ name, result: `${name} done` }));
const rule = (type: string, tool_name: string, more: Partial<ToolRule> = {}): ToolRule => ({
  type,
  tool_name,
  ...more,
});

describe('allowedTools', () => {
  const children = (tool: string, ...names: string[]) => rule('constrain_child_tools', tool, { children: names });
  const parent = (tool: string, ...names: string[]) => rule('parent_last_tool', tool, { children: names });
  const conditional = (more: Partial<ToolRule>) => rule('conditional', 'a', more);

  it.each<[string, ToolRule[], CalledTool[], string[], boolean]>([
    ['no rules allow all', [], [], TOOLS, false],
    ['run_first holds before any call', [rule('run_first', 'b')], [], ['b'], true],
    ['run_first ends with the first call', [rule('run_first', 'b')], called('b'), TOOLS, false],
    ['run_first of a tool the agent lacks means nothing', [rule('run_first', 'x')], [], TOOLS, false],
    ['two run_first leave the choice', [rule('run_first', 'a'), rule('run_first', 'c')], [], ['a', 'c'], true],
    ['children follow their tool', [children('a', 'b')], called('a'), ['b'], true],
    ['children do not hold after another tool', [children('a', 'b')], called('a', 'c'), TOOLS, false],
    [
      'two rules about one tool narrow each other',
      [children('a', 'b', 'c'), children('a', 'c')],
      called('a'),
      ['c'],
      true,
    ],
    ['a child only right after its parent', [parent('a', 'b')], [], ['a', 'c'], false],
    ['a parent leaves only its children', [parent('a', 'b')], called('a'), ['b'], true],
    [
      'max_count_per_step counts the calls of a turn',
      [rule('max_count_per_step', 'a', { max_count_limit: 2 })],
      called('a', 'a'),
      ['b', 'c'],
      false,
    ],
    [
      'max_count_per_step allows up to its limit',
      [rule('max_count_per_step', 'a', { max_count_limit: 2 })],
      called('a'),
      TOOLS,
      false,
    ],
    [
      'a mapped output names the child',
      [conditional({ child_output_mapping: { 'a done': 'c' } })],
      called('a'),
      ['c'],
      true,
    ],
    [
      'an unmapped output falls back to the default child',
      [conditional({ child_output_mapping: { x: 'c' }, default_child: 'b' })],
      called('a'),
      ['b'],
      true,
    ],
    [
      'without a default child all tools stay',
      [conditional({ child_output_mapping: { x: 'c' } })],
      called('a'),
      TOOLS,
      false,
    ],
    [
      'unless the mapping is required',
      [conditional({ child_output_mapping: { x: 'c' }, require_output_mapping: true })],
      called('a'),
      [],
      false,
    ],
    [
      'True and true are the same output',
      [conditional({ child_output_mapping: { true: 'b' } })],
      [{ name: 'a', result: 'True' }],
      ['b'],
      true,
    ],
  ])('%s', (_, rules, calls, names, isForced) => {
    expect(allowedTools(rules, TOOLS, calls)).toMatchObject({ names, isForced });
  });

  it('fixes arguments for the first tool and for children', () => {
    expect(allowedTools([rule('run_first', 'a', { args: { x: 1 } })], TOOLS, []).args).toEqual({ a: { x: 1 } });
    const nodes = [{ name: 'b', args: { y: 2 } }, { name: 'c' }];
    const rules = [rule('constrain_child_tools', 'a', { children: ['b', 'c'], child_arg_nodes: nodes })];
    expect(allowedTools(rules, TOOLS, called('a')).args).toEqual({ b: { y: 2 } });
  });
});

it('required_before_exit lists each missing tool once', () => {
  const rules = [
    rule('required_before_exit', 'a'),
    rule('required_before_exit', 'b'),
    rule('required_before_exit', 'a'),
  ];
  expect(missingBeforeExit(rules, called('b'))).toEqual(['a']);
  expect(missingBeforeExit(rules, called('a', 'b'))).toEqual([]);
});

it('tells which tool ends a turn, which needs approval, and whether calls must come one at a time', () => {
  const rules = [rule('exit_loop', 'a'), rule('requires_approval', 'b'), rule('continue_loop', 'c')];
  expect(TOOLS.filter((name) => endsTurn(rules, name))).toEqual(['a']);
  expect(TOOLS.filter((name) => needsApproval(rules, name))).toEqual(['b']);
  expect(ordersCalls([rule('requires_approval', 'b'), rule('continue_loop', 'c')])).toBe(false);
  expect(ordersCalls(rules)).toBe(true);
});

it('says in words what speaks against a call', () => {
  const limit = rule('max_count_per_step', 'a', { max_count_limit: 1 });
  expect(violatedRules([limit], 'a', called('a'))).toEqual(['a may be called at most 1 times in a turn']);
  expect(violatedRules([rule('run_first', 'b')], 'a', [])).toEqual(['b has to be called first']);
  expect(violatedRules([rule('parent_last_tool', 'b', { children: ['a'] })], 'a', [])).toEqual([
    'a may only be called right after b',
  ]);
  expect(violatedRules([limit], 'b', called('a'))).toEqual([]);
});
