import { describeRules, ruleEdges, type ToolRule } from '#lib/letta/tool-rules.ts';
import { randomId } from '#lib/random-id.ts';
import { RuleGraph } from './rule-graph.tsx';
import { RuleRow } from './rule-row.tsx';

/** A rule being edited, told apart from others that say the same. */
export interface EditedRule {
  id: string;
  rule: ToolRule;
}

/** A rule whose tool is still to be chosen. */
export function newRule(): EditedRule {
  return { id: randomId(), rule: { type: 'run_first', tool_name: '' } };
}

interface RulesEditorProps {
  rules: EditedRule[];
  /** The names that are offered. */
  tools: string[];
  onChange: (rules: EditedRule[]) => void;
}

/** Tool rules with a picture of what they come to. */
export function RulesEditor({ rules: rows, tools, onChange }: RulesEditorProps) {
  const rules = rows.map((row) => row.rule);
  return (
    <div className="flex flex-col gap-3">
      <RuleGraph edges={ruleEdges(rules)} />
      {rules.length === 0 ? (
        <p className="text-muted">No rules: the model chooses freely, and the turn ends when it answers.</p>
      ) : (
        <ul aria-label="What the rules come to" className="list-disc pl-5 text-sm">
          {describeRules(rules).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <ol aria-label="Rules" className="divide-y divide-border">
        {rows.map(({ id, rule }, index) => (
          <RuleRow
            key={id}
            number={index + 1}
            rule={rule}
            tools={tools}
            onChange={(next) => onChange(rows.map((row) => (row.id === id ? { id, rule: next } : row)))}
            onRemove={() => onChange(rows.filter((row) => row.id !== id))}
          />
        ))}
      </ol>
    </div>
  );
}
