'use client';

import { useQuery } from '@tanstack/react-query';
import { SelectField } from '#components/ui/select-field.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { agentTagsQuery } from '#lib/letta/agents.ts';
import { embeddingModelsQuery } from '#lib/letta/models.ts';
import { ModelChoice } from './model-choice.tsx';
import type { NewAgentPartProps } from './new-agent-part.ts';
import { STARTER_AGENTS } from './starter-agents.ts';
import type { useNewAgent } from './use-new-agent.ts';

type NewAgentBasicsProps = NewAgentPartProps & {
  draft: Pick<ReturnType<typeof useNewAgent>, 'starter' | 'startWith' | 'undo'>;
  /** The embedding that is meant while none is chosen. */
  firstEmbedding: string;
};

/** What nearly every agent needs, and what to begin with. */
export function NewAgentBasics({ serverId, form, problems, change, draft, firstEmbedding }: NewAgentBasicsProps) {
  const embeddings = useQuery(embeddingModelsQuery(serverId));
  const tags = useQuery(agentTagsQuery(serverId));
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        label="Name"
        value={form.name}
        onValueChange={(name) => change({ name })}
        placeholder="Leave empty for a random one"
        error={problems.get('name')}
        maxLength={120}
      />
      <SelectField
        label="Start from"
        value={draft.starter?.id ?? ''}
        placeholder="A blank agent"
        onValueChange={(id) => draft.startWith(STARTER_AGENTS.find((each) => each.id === id) ?? null)}
        options={[
          ...STARTER_AGENTS.map(({ id, title }) => ({ value: id, label: title })),
          { value: 'template', label: 'A template: only Letta Cloud has them', disabled: true },
        ]}
        aside={
          draft.undo ? (
            <button type="button" className="min-h-6 text-accent-text hover:underline" onClick={draft.undo}>
              Undo
            </button>
          ) : undefined
        }
      />
      <ModelChoice serverId={serverId} value={form.model} onValueChange={(model) => change({ model })} />
      <SelectField
        label="Embedding model"
        hint="For archival memory. Without one, archival search goes by words."
        value={form.embedding ?? firstEmbedding}
        onValueChange={(embedding) => change({ embedding })}
        placeholder="None"
        options={(embeddings.data ?? []).map((each) => ({
          value: each.handle ?? '',
          label: each.handle ?? each.embedding_model,
        }))}
      />
      <TextField
        label="Description"
        value={form.description}
        onValueChange={(description) => change({ description })}
        placeholder="What it is for"
      />
      <TagList
        label="Tags"
        values={form.tags}
        onValuesChange={(next) => change({ tags: next })}
        suggestions={tags.data ?? []}
      />
    </div>
  );
}
