'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { History, ScrollText } from 'lucide-react';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { dropDraft, keepDraft, useDraft } from '#components/session/draft-store.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeEditor } from '#components/ui/code-editor.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { approximateTokens, formatNumber } from '#lib/format.ts';
import { type AgentState, agentQuery, updateAgentMutation } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { RunningPromptNote } from './running-prompt-note.tsx';

const PromptVersionsDialog = lazyComponent(() =>
  import('./prompt-versions-dialog.tsx').then((module) => module.PromptVersionsDialog),
);

const DRAFT = 'system-prompt';

/** The system prompt, with its unsaved draft. */
export function SystemPromptSection() {
  const ref = useAgentRef();
  const query = useQuery(agentQuery(ref));
  const draft = useDraft(ref, DRAFT);
  return (
    <Section
      id="configuration.system-prompt"
      title="System prompt"
      icon={<ScrollText />}
      defaultOpen={false}
      actions={draft ? <Badge tone="warning">unsaved</Badge> : null}
    >
      <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={8} />}>
        {(agent) => <PromptEditor agent={agent} />}
      </QueryView>
    </Section>
  );
}

function PromptEditor({ agent }: { agent: AgentState }) {
  const ref = useAgentRef();
  const draft = useDraft(ref, DRAFT);
  const update = useMutation(updateAgentMutation(ref));
  const text = draft?.text ?? agent.system;
  const [isComparing, setComparing] = useState(false);
  const isStale = draft !== undefined && draft.base !== agent.system && draft.text !== agent.system;

  function change(next: string) {
    if (next === agent.system) dropDraft(ref, DRAFT);
    else keepDraft(ref, DRAFT, { text: next, base: draft?.base ?? agent.system });
  }

  function save() {
    if (text === agent.system || update.isPending) return;
    update.mutate({ system: text }, { onSuccess: () => dropDraft(ref, DRAFT) });
  }

  return (
    <div className="flex flex-col gap-2">
      <CodeEditor
        label="System prompt"
        className="h-80"
        language="markdown"
        value={text}
        onValueChange={change}
        onSave={save}
      />
      <RunningPromptNote saved={agent.system} />
      {isStale ? (
        <p role="status" className="text-sm text-warning">
          The saved prompt changed since you began. Saving replaces it with yours; Revert shows it.
        </p>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        <span className="tabular text-faint text-sm">
          {formatNumber(text.length)} characters · ≈ {formatNumber(approximateTokens(text))} tokens
        </span>
        <span className="ml-auto flex flex-wrap gap-2">
          <Button size="sm" icon={<History />} onClick={() => setComparing(true)}>
            Versions
          </Button>
          <Button
            size="sm"
            disabledReason={draft ? undefined : 'Nothing is changed'}
            onClick={() => dropDraft(ref, DRAFT)}
          >
            Revert
          </Button>
          <Button
            size="sm"
            variant="primary"
            busy={update.isPending}
            disabledReason={promptProblem(text, agent.system)}
            onClick={save}
          >
            Save prompt
          </Button>
        </span>
      </div>
      {update.error ? <ErrorNote {...describeFailure(update.error)} onRetry={save} /> : null}
      {isComparing ? (
        <PromptVersionsDialog current={text} onRestore={change} onClose={() => setComparing(false)} />
      ) : null}
    </div>
  );
}

function promptProblem(text: string, saved: string): string | undefined {
  if (text.trim() === '') return 'An empty prompt is not saved: the server would keep the old one';
  return text === saved ? 'Nothing is changed' : undefined;
}
