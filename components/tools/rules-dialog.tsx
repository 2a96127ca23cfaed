'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { newRule, RulesEditor } from '#components/session/rules-editor.tsx';
import { Button } from '#components/ui/button.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { type AgentState, agentQuery, updateAgentMutation } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { rulesOf } from '#lib/letta/tool-rules.ts';
import { randomId } from '#lib/random-id.ts';

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
  const [rows, setRows] = useState(() => rulesOf(agent).map((rule) => ({ id: randomId(), rule })));
  const rules = rows.map((row) => row.rule);

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
        <Button icon={<Plus />} onClick={() => setRows((before) => [...before, newRule()])}>
          Add a rule
        </Button>
      }
    >
      <RulesEditor rules={rows} tools={tools} onChange={setRows} />
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
