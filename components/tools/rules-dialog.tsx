'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { type AgentState, agentQuery, updateAgentMutation } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { describeRules, ruleEdges, rulesOf, type ToolRule } from '#lib/letta/tool-rules.ts';
import { RuleGraph } from './rule-graph.tsx';
import { RuleRow } from './rule-row.tsx';

interface RulesDialogProps {
  agent: AgentState;
  tools: string[];
  onClose: () => void;
}

/** The rules of the agent's tools, with a picture of what they come to. */
export function RulesDialog({ agent, tools, onClose }: RulesDialogProps) {
  const ref = useAgentRef();
  const client = useQueryClient();
  const update = useMutation(updateAgentMutation(ref));
  const [base] = useState(() => JSON.stringify(rulesOf(agent)));
  const [rows, setRows] = useState(() => rulesOf(agent).map((rule) => ({ id: crypto.randomUUID(), rule })));
  const rules = rows.map((row) => row.rule);
  const change = (id: string, rule: ToolRule) =>
    setRows((before) => before.map((row) => (row.id === id ? { id, rule } : row)));

  async function save() {
    const now = await client.fetchQuery({ ...agentQuery(ref), staleTime: 0 });
    if (JSON.stringify(rulesOf(now)) !== base) throw new ChangedMeanwhile();
    await update.mutateAsync({ tool_rules: rules as NonNullable<AgentState['tool_rules']> });
  }

  return (
    <FormDialog
      size="lg"
      title="Tool rules"
      description="Which tools have to run, when, and how often. Some providers do not heed every rule."
      submitLabel="Save rules"
      disabledReason={
        JSON.stringify(rules) === base
          ? 'Nothing is changed'
          : rules.some((rule) => rule.tool_name === '')
            ? 'A rule has no tool yet'
            : undefined
      }
      describeError={describeSaveFailure}
      onSubmit={save}
      onClose={onClose}
      extraAction={
        <Button
          icon={<Plus />}
          onClick={() =>
            setRows((before) => [...before, { id: crypto.randomUUID(), rule: { type: 'run_first', tool_name: '' } }])
          }
        >
          Add a rule
        </Button>
      }
    >
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
              onChange={(next) => change(id, next)}
              onRemove={() => setRows((before) => before.filter((row) => row.id !== id))}
            />
          ))}
        </ol>
      </div>
    </FormDialog>
  );
}

class ChangedMeanwhile extends Error {}

function describeSaveFailure(error: unknown) {
  if (!(error instanceof ChangedMeanwhile)) return describeFailure(error);
  return {
    title: 'The rules changed meanwhile',
    message: 'Somebody else, or a switch of a tool, changed them since this was opened.',
    next: 'Note what you changed, close this, and open it again.',
  };
}
