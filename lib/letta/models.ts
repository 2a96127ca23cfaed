import type { Model } from '@letta-ai/letta-client/resources/models/models';
import { queryOptions } from '@tanstack/react-query';
import { lettaClient } from './create-letta-client.ts';

export type { Model };

/** A model's handle, for example `openai/gpt-4o-mini`; older servers give only its parts. */
export function modelHandle(model: Model): string {
  return model.handle ?? `${model.provider_name ?? 'unknown'}/${model.model}`;
}

/** The chat models a server can use. */
export function modelsQuery(serverId: string) {
  return queryOptions({
    queryKey: ['models', serverId, 'llm'] as const,
    queryFn: ({ signal }) => lettaClient(serverId).models.list({}, { signal }),
    staleTime: 60_000,
  });
}

/** The embedding models a server can use. */
export function embeddingModelsQuery(serverId: string) {
  return queryOptions({
    queryKey: ['models', serverId, 'embedding'] as const,
    queryFn: ({ signal }) => lettaClient(serverId).models.embeddings.list({ signal }),
    staleTime: 60_000,
  });
}

/** Models by the name of their provider, in the server's order. */
export function modelsByProvider(models: Model[]): { provider: string; models: Model[] }[] {
  const groups = Map.groupBy(models, (model) => model.provider_name ?? 'Other');
  return [...groups].map(([provider, own]) => ({ provider, models: own }));
}

/** Models by provider, in the form a select takes. */
export function groupModels(models: Model[]): { label: string; options: { value: string; label: string }[] }[] {
  return modelsByProvider(models).map(({ provider, models: own }) => ({
    label: provider,
    options: own.map((model) => {
      const handle = modelHandle(model);
      const hasOwnName = model.display_name && model.display_name !== model.name;
      return { value: handle, label: hasOwnName ? `${handle} · ${model.display_name}` : handle };
    }),
  }));
}
