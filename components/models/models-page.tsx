'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { UntrustedLink } from '#components/ui/untrusted-link.tsx';
import { formatTokens } from '#lib/format.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { modelTraits } from '#lib/letta/model-traits.ts';
import { embeddingModelsQuery, type Model, modelHandle, modelsByProvider, modelsQuery } from '#lib/letta/models.ts';
import { EnvironmentHelp } from './environment-help.tsx';
import { ProviderList } from './provider-list.tsx';

/** The models of a server: what can answer, what can embed, and whose keys they run on. */
export function ModelsPage({ serverId }: { serverId: string }) {
  return (
    <div className="mx-auto flex max-w-240 flex-col gap-8 p-4 sm:p-6">
      <h1 className="font-semibold text-xl">Models</h1>
      <ProviderList serverId={serverId} />
      <ChatModels serverId={serverId} />
      <EmbeddingModels serverId={serverId} />
      <EnvironmentHelp serverId={serverId} />
      <p className="text-muted">
        Which one to take: <UntrustedLink href="https://leaderboard.letta.com">Letta's leaderboard</UntrustedLink>{' '}
        compares models as agents.
      </p>
    </div>
  );
}

function ChatModels({ serverId }: { serverId: string }) {
  const query = useQuery(modelsQuery(serverId));
  const [text, setText] = useState('');
  const [category, setCategory] = useState('');
  const sought = text.trim().toLowerCase();
  const found = query.data
    ?.filter((model) => modelHandle(model).toLowerCase().includes(sought))
    .filter((model) => category === '' || (model.provider_category ?? 'base') === category);
  return (
    <section aria-labelledby="chat-models" className="flex flex-col gap-3">
      <h2 id="chat-models" className="font-semibold text-lg">
        Chat models
      </h2>
      <div className="flex flex-wrap gap-2">
        <SearchField
          label="Search chat models"
          placeholder="Search by handle"
          className="min-w-40 flex-1"
          value={text}
          onValueChange={setText}
        />
        <SelectField
          label="Whose key"
          labelHidden
          className="w-44"
          value={category}
          onValueChange={setCategory}
          placeholder="Whoever's key"
          options={[
            { value: 'base', label: "The server's own" },
            { value: 'byok', label: 'Keys added here' },
          ]}
        />
      </div>
      <QueryView
        query={{ ...query, data: found }}
        describeError={describeFailure}
        skeleton={<Skeleton lines={6} />}
        empty={<EmptyState title="No model is like that" text="Add a key above, or look for something else." />}
      >
        {(models) => (
          <ul aria-label="Chat models" className="flex flex-col gap-4">
            {modelsByProvider(models).map(({ provider, models: own }) => (
              <li key={provider}>
                <h3 className="pb-1 font-medium text-faint text-sm">{provider}</h3>
                <ul className="divide-y divide-border rounded-md border border-border bg-surface">
                  {own.map((model) => (
                    <ModelRow key={modelHandle(model)} model={model} />
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </section>
  );
}

function ModelRow({ model }: { model: Model }) {
  const { seesImages, reasons, streamsTokens } = modelTraits(model);
  const window = model.max_context_window ?? model.context_window;
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2">
      <span className="wrap-anywhere min-w-0 flex-1 font-mono text-sm">{modelHandle(model)}</span>
      {model.tier ? <Badge>{model.tier}</Badge> : null}
      {reasons ? <Badge>reasons</Badge> : null}
      {seesImages ? <Badge>sees images</Badge> : null}
      {streamsTokens ? null : <Badge>no token streaming</Badge>}
      <span className="tabular text-faint text-sm">
        {window ? `${formatTokens(window)} tokens` : 'window not reported'}
      </span>
    </li>
  );
}

function EmbeddingModels({ serverId }: { serverId: string }) {
  const query = useQuery(embeddingModelsQuery(serverId));
  return (
    <section aria-labelledby="embedding-models" className="flex flex-col gap-3">
      <h2 id="embedding-models" className="font-semibold text-lg">
        Embedding models
      </h2>
      <QueryView
        query={query}
        describeError={describeFailure}
        skeleton={<Skeleton lines={3} />}
        empty={<EmptyState title="None" text="Without one, archival memory and files are searched by words only." />}
      >
        {(models) => (
          <ul
            aria-label="Embedding models"
            className="divide-y divide-border rounded-md border border-border bg-surface"
          >
            {models.map((model) => (
              <li key={model.handle ?? model.embedding_model} className="flex items-center gap-2 px-3 py-2">
                <span className="wrap-anywhere min-w-0 flex-1 font-mono text-sm">
                  {model.handle ?? model.embedding_model}
                </span>
                <span className="tabular text-faint text-sm">{model.embedding_dim} dimensions</span>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </section>
  );
}
