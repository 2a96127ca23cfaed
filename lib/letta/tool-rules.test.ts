import { describe, expect, it } from 'vitest';
import {
  describeRules,
  END,
  RULE_TYPES,
  ruleEdges,
  ruleOfType,
  ruleProblem,
  START,
  type ToolRule,
} from './tool-rules.ts';

const RULES: ToolRule[] = [
  { type: 'run_first', tool_name: 'look' },
  { type: 'constrain_child_tools', tool_name: 'look', children: ['roll', 'wait'] },
  { type: 'conditional', tool_name: 'roll', child_output_mapping: { six: 'cheer' }, default_child: 'wait' },
  { type: 'exit_loop', tool_name: 'cheer' },
  { type: 'max_count_per_step', tool_name: 'roll', max_count_limit: 3 },
  { type: 'requires_approval', tool_name: 'roll' },
  { type: 'unheard_of', tool_name: 'roll' },
];

describe('rules', () => {
  it('are arrows from the start to the end', () => {
    expect(ruleEdges(RULES).map(({ from, to, label }) => `${from} ${label} ${to}`)).toEqual([
      `${START} first look`,
      'look then only roll',
      'look then only wait',
      'roll = six cheer',
      'roll else wait',
      `cheer ends ${END}`,
    ]);
  });

  it('are told in sentences', () => {
    expect(describeRules(RULES)).toEqual([
      'Every turn begins with look.',
      'cheer ends the turn.',
      'roll runs at most 3 times in a turn.',
      'roll: a person is asked first.',
    ]);
  });

  it.each(RULE_TYPES)('of type $type have what it needs', ({ type }) => {
    const rule = ruleOfType({ type: 'exit_loop', tool_name: 'roll' }, type);
    expect(rule).toMatchObject({ type, tool_name: 'roll' });
  });

  it.each<[ToolRule, string | undefined]>([
    [{ type: 'exit_loop', tool_name: 'roll' }, undefined],
    [{ type: 'exit_loop', tool_name: '' }, 'Choose a tool.'],
    [{ type: 'exit_loop', tool_name: 'gone' }, 'The agent does not have gone: the rule does nothing.'],
    [{ type: 'constrain_child_tools', tool_name: 'roll', children: [] }, 'Choose at least one tool.'],
    [{ type: 'max_count_per_step', tool_name: 'roll', max_count_limit: 0 }, 'Enter a whole number from 1 on.'],
    [
      { type: 'conditional', tool_name: 'roll', child_output_mapping: {} },
      'Say which tool follows which return, or which one otherwise.',
    ],
  ])('%j: %s', (rule, problem) => {
    expect(ruleProblem(rule, ['roll'])).toBe(problem);
  });
});
