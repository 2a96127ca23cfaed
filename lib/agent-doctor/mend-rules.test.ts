import { describe, expect, it } from 'vitest';
import type { ToolRule } from '#lib/letta/tool-rules.ts';
import { goesWhole, mendRule, missingInRule } from './mend-rules.ts';

const other: ToolRule = { type: 'exit_loop', tool_name: 'a' };

describe('mendRule', () => {
  it.each<[string, ToolRule, ToolRule | null]>([
    ['its own tool is gone', { type: 'exit_loop', tool_name: 'gone' }, null],
    ['all that follows is gone', { type: 'constrain_child_tools', tool_name: 'a', children: ['gone'] }, null],
    [
      'some that follows is gone',
      {
        type: 'constrain_child_tools',
        tool_name: 'a',
        children: ['gone', 'b'],
        child_arg_nodes: [{ name: 'gone' }, { name: 'b' }],
      },
      { type: 'constrain_child_tools', tool_name: 'a', children: ['b'], child_arg_nodes: [{ name: 'b' }] },
    ],
    [
      'one return leads nowhere',
      { type: 'conditional', tool_name: 'a', child_output_mapping: { yes: 'gone', no: 'b' }, default_child: 'gone' },
      { type: 'conditional', tool_name: 'a', child_output_mapping: { no: 'b' }, default_child: null },
    ],
    [
      'every return leads nowhere',
      { type: 'conditional', tool_name: 'a', child_output_mapping: { yes: 'gone' }, default_child: null },
      null,
    ],
  ])('%s', (_name, rule, mended) => {
    expect(missingInRule(rule, ['a', 'b'])).toEqual(['gone']);
    expect(goesWhole(rule, ['gone'])).toBe(mended === null);
    expect(mendRule([other, rule], rule, ['gone'])).toEqual(mended ? [other, mended] : [other]);
  });

  it('changes nothing when the rule is not there any more', () => {
    expect(mendRule([other], { type: 'exit_loop', tool_name: 'gone' }, ['gone'])).toBeNull();
  });
});
