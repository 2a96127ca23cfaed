'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { optionsOf, SelectField } from '#components/ui/select-field.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { RULE_TYPES, type RuleType, ruleOfType, ruleProblem, type ToolRule } from '#lib/letta/tool-rules.ts';

interface RuleRowProps {
  number: number;
  rule: ToolRule;
  tools: string[];
  onChange: (rule: ToolRule) => void;
  onRemove: () => void;
}

/** One rule: a tool, what holds for it, and what that needs. */
export function RuleRow({ number, rule, tools, onChange, onRemove }: RuleRowProps) {
  const known = RULE_TYPES.find(({ type }) => type === rule.type);
  const problem = ruleProblem(rule, tools);
  return (
    <li className="flex flex-col gap-2 py-2.5">
      <div className="flex flex-wrap items-start gap-1.5">
        <SelectField
          label={`Tool of rule ${number}`}
          labelHidden
          className="min-w-36 flex-1"
          value={rule.tool_name}
          onValueChange={(tool_name) => onChange({ ...rule, tool_name })}
          placeholder="Choose a tool"
          options={optionsOf(tools, rule.tool_name)}
        />
        <SelectField
          label={`What rule ${number} says`}
          labelHidden
          className="min-w-36 flex-1"
          value={rule.type}
          onValueChange={(type) => onChange(ruleOfType(rule, type as RuleType))}
          options={[
            ...RULE_TYPES.map(({ type, label }) => ({ value: type, label })),
            ...(known ? [] : [{ value: rule.type, label: rule.type }]),
          ]}
        />
        <IconButton label={`Remove rule ${number}`} icon={<X />} onClick={onRemove} />
      </div>
      <RuleFields number={number} rule={rule} tools={tools} onChange={onChange} />
      <p className={problem ? 'text-sm text-warning' : 'text-faint text-sm'}>{problem ?? known?.hint}</p>
    </li>
  );
}

function RuleFields({ number, rule, tools, onChange }: Omit<RuleRowProps, 'onRemove'>) {
  switch (rule.type) {
    case 'constrain_child_tools':
    case 'parent_last_tool':
      return (
        <TagList
          label={`Tools of rule ${number}`}
          labelHidden
          placeholder="Add a tool"
          suggestions={tools}
          values={rule.children ?? []}
          onValuesChange={(children) => onChange({ ...rule, children })}
        />
      );
    case 'max_count_per_step':
      return (
        <TextField
          label={`Limit of rule ${number}`}
          labelHidden
          inputMode="numeric"
          className="w-24"
          value={String(rule.max_count_limit ?? '')}
          onValueChange={(text) => onChange({ ...rule, max_count_limit: Number.parseInt(text, 10) || 0 })}
        />
      );
    case 'conditional':
      return (
        <div className="grid gap-2 sm:grid-cols-2">
          <MappingField
            label={`What follows which return in rule ${number}`}
            start={rule.child_output_mapping ?? {}}
            onChange={(child_output_mapping) => onChange({ ...rule, child_output_mapping })}
          />
          <SelectField
            label={`Otherwise in rule ${number}`}
            value={rule.default_child ?? ''}
            onValueChange={(next) => onChange({ ...rule, default_child: next || null })}
            placeholder="Any tool"
            options={optionsOf(tools, rule.default_child ?? '')}
          />
        </div>
      );
    default:
      return null;
  }
}

interface MappingFieldProps {
  label: string;
  start: Record<string, string>;
  onChange: (mapping: Record<string, string>) => void;
}

/** Keeps the text as it is typed: a line that is half written has no other form. */
function MappingField({ label, start, onChange }: MappingFieldProps) {
  const [text, setText] = useState(() => toLines(start));
  return (
    <TextArea
      label={label}
      hint="One a line: return = tool"
      mono
      autoGrow
      rows={2}
      value={text}
      onValueChange={(next) => {
        setText(next);
        onChange(fromLines(next));
      }}
    />
  );
}

function toLines(mapping: Record<string, string>): string {
  return Object.entries(mapping)
    .map(([output, tool]) => `${output} = ${tool}`)
    .join('\n');
}

/** A line that is half written is kept as a return without a tool yet. */
function fromLines(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const at = line.lastIndexOf('=');
        return at === -1 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
      }),
  );
}
