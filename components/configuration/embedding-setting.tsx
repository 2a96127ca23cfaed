'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { optionsOf, SelectField } from '#components/ui/select-field.tsx';
import { readSetting } from '#lib/letta/agent-settings.ts';
import { type AgentState, updateAgentMutation } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { embeddingModelsQuery } from '#lib/letta/models.ts';

/** The embedding model; changed only after its consequence is read. */
export function EmbeddingSetting({ agent }: { agent: AgentState }) {
  const ref = useAgentRef();
  const models = useQuery(embeddingModelsQuery(ref.serverId));
  const update = useMutation(updateAgentMutation(ref));
  const [wanted, setWanted] = useState<string | null>(null);
  const current = String(readSetting(agent, 'embedding') ?? '');
  const handles = models.data?.flatMap((model) => model.handle ?? []) ?? [];
  const failure = models.error ? describeFailure(models.error) : null;
  return (
    <>
      <SelectField
        label="Embedding model"
        hint={describeEmbedding(agent)}
        value={current}
        onValueChange={setWanted}
        placeholder={current === '' ? 'None' : undefined}
        options={optionsOf(handles, current)}
        error={failure ? `${failure.title}. ${failure.message}` : undefined}
      />
      {wanted === null || wanted === current ? null : (
        <ConfirmDialog
          title={`Embed with ${wanted}?`}
          description="Memories are found again by numbers that the embedding model makes."
          confirmLabel="Change the embedding model"
          tone="primary"
          describeError={describeFailure}
          onConfirm={() => update.mutateAsync({ embedding: wanted })}
          onClose={() => setWanted(null)}
        >
          <p>
            What is archived already keeps the numbers of <code className="font-mono">{current || 'no model'}</code>.
            The new model cannot compare them: older memories and files are not found by meaning until they are embedded
            again, that is deleted and added anew.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

function describeEmbedding({ embedding_config: config }: AgentState): string {
  if (!config) return 'Without one, archival memory and files cannot be searched by meaning.';
  return `${config.embedding_dim} dimensions, pieces of ${config.embedding_chunk_size ?? 'an unknown number of'} tokens.`;
}
