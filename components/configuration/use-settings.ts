import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { dropDraft, keepDraft, readDraft, useDraft } from '#components/session/draft-store.ts';
import {
  compareSaved,
  inputProblem,
  listChanges,
  type SaveOutcome,
  type SettingInputs,
  toPatch,
} from '#lib/letta/agent-settings.ts';
import { type AgentState, agentQuery, updateAgentMutation } from '#lib/letta/agents.ts';
import type { SettingField } from '#lib/letta/setting-fields.ts';

/** A group of settings with what is entered and not saved; it survives a reload. */
export function useSettings(name: string, agent: AgentState, fields: SettingField[]) {
  const ref = useAgentRef();
  const client = useQueryClient();
  const draftName = `settings-${name}`;
  const inputs = readInputs(useDraft(ref, draftName)?.text);
  const changes = listChanges(agent, fields, inputs);
  const problems = new Map(
    fields.flatMap((field) => {
      const input = inputs[field.path];
      const problem = input === undefined ? undefined : inputProblem(field, input);
      return problem ? [[field.path, problem] as const] : [];
    }),
  );
  const [outcome, setOutcome] = useState<SaveOutcome | null>(null);
  const update = useMutation(updateAgentMutation(ref));
  const save = useMutation({
    mutationFn: async (_sent: string | undefined) => {
      // Read again: parts that are sent as a whole must not carry what others have changed since.
      const before = await client.fetchQuery({ ...agentQuery(ref), staleTime: 0 });
      const asked = listChanges(before, fields, inputs);
      await update.mutateAsync(toPatch(before, fields, inputs));
      // The save has read the agent again for the page: that answer serves here too.
      const after = await client.fetchQuery(agentQuery(ref));
      return compareSaved(before, after, { fields, asked });
    },
    onSuccess: (result, sent) => {
      // What was entered while this was being saved stays.
      if (readDraft(ref, draftName)?.text === sent) dropDraft(ref, draftName);
      setOutcome(result);
    },
  });
  return {
    inputs,
    changes,
    problems,
    outcome,
    error: save.error,
    isSaving: save.isPending,
    save: () => {
      if (changes.length > 0 && problems.size === 0 && !save.isPending) save.mutate(readDraft(ref, draftName)?.text);
    },
    revert: () => dropDraft(ref, draftName),
    change: (path: string, value: string | boolean) => {
      setOutcome(null);
      const next = { ...inputs, [path]: value };
      if (listChanges(agent, fields, next).length === 0) dropDraft(ref, draftName);
      else keepDraft(ref, draftName, { text: JSON.stringify(next), base: '' });
    },
  };
}

/** The draft was written by this hook; what cannot be read counts as none. */
function readInputs(json: string | undefined): SettingInputs {
  if (json === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === 'object' && parsed !== null ? (parsed as SettingInputs) : {};
  } catch {
    return {};
  }
}
