'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { dropDraft, keepDraft, useDraft } from '#components/session/draft-store.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { agentNameProblem } from '#lib/agent-name.ts';
import { type AgentState, agentQuery, updateAgentMutation } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

/** Who the agent is: name, id, description, tags. */
export function IdentitySection() {
  const query = useQuery(agentQuery(useAgentRef()));
  return (
    <section aria-label="Identity" className="border-border border-b p-3">
      <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={5} />}>
        {(agent) => <IdentityForm agent={agent} />}
      </QueryView>
    </section>
  );
}

const DRAFT = 'identity';

interface Draft {
  name: string;
  description: string;
}

function IdentityForm({ agent }: { agent: AgentState }) {
  const ref = useAgentRef();
  const update = useMutation(updateAgentMutation(ref));
  const saved: Draft = { name: agent.name, description: agent.description ?? '' };
  const kept = useDraft(ref, DRAFT);
  const draft = kept ? readIdentity(kept.text) : null;
  const setDraft = (next: Draft | null) =>
    next ? keepDraft(ref, DRAFT, { text: JSON.stringify(next), base: '' }) : dropDraft(ref, DRAFT);
  const shown = draft ?? saved;
  const nameError = agentNameProblem(shown.name);

  function handleSubmit(event: SubmitEvent) {
    event.preventDefault();
    if (!draft || nameError || update.isPending) return;
    update.mutate(changesOf(draft, saved), { onSuccess: () => setDraft(null) });
  }

  return (
    <form onSubmit={handleSubmit} className="flex flex-col gap-3">
      <TextField
        label="Name"
        value={shown.name}
        onValueChange={(name) => setDraft({ ...shown, name })}
        error={nameError}
        maxLength={120}
      />
      <div className="flex min-w-0 items-center gap-1 text-faint text-sm">
        <span className="truncate font-mono" title={agent.id}>
          {agent.id}
        </span>
        <CopyButton text={agent.id} label="Copy agent id" />
      </div>
      <TextField
        label="Description"
        placeholder="For you; the agent does not see it"
        value={shown.description}
        onValueChange={(description) => setDraft({ ...shown, description })}
      />
      {draft ? (
        <div className="flex justify-end gap-2">
          <Button size="sm" onClick={() => setDraft(null)}>
            Revert
          </Button>
          <Button size="sm" type="submit" variant="primary" busy={update.isPending} disabledReason={nameError}>
            Save
          </Button>
        </div>
      ) : null}
      <TagsField agent={agent} />
      {update.error ? <ErrorNote {...describeFailure(update.error)} /> : null}
    </form>
  );
}

/** Tags are saved one change at a time; until the server has answered, the next change builds on the last. */
function TagsField({ agent }: { agent: AgentState }) {
  const update = useMutation({ ...updateAgentMutation(useAgentRef()), scope: { id: `tags-${agent.id}` } });
  const [wanted, setWanted] = useState<string[] | null>(null);
  const error = update.error ? describeFailure(update.error) : null;

  function change(tags: string[]) {
    setWanted(tags);
    update.mutate({ tags }, { onSuccess: () => setWanted(null) });
  }

  return (
    <TagList
      label="Tags"
      values={wanted ?? agent.tags ?? []}
      onValuesChange={change}
      error={error ? `${error.title}. ${error.message}` : undefined}
    />
  );
}

/** The draft was written by this component; what cannot be read counts as none. */
function readIdentity(json: string): Draft | null {
  try {
    const { name, description } = JSON.parse(json);
    return { name: String(name), description: String(description) };
  } catch {
    return null;
  }
}

/** Only what changed is sent. */
function changesOf(draft: Draft, saved: Draft): Partial<Draft> {
  return {
    ...(draft.name === saved.name ? {} : { name: draft.name.trim() }),
    ...(draft.description === saved.description ? {} : { description: draft.description }),
  };
}
