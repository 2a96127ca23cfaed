import { z } from 'zod';
import { LIST_TIMEOUT_MS, listJson } from './list-json.ts';
import { listHeaders, localProvider, rootOf } from './local-provider.ts';
import {
  type EmbeddingInfo,
  handleOf,
  type ModelInfo,
  type ModelList,
  type ModelProvider,
  originOf,
  type ProviderConnection,
} from './model-info.ts';

const OLLAMA_URL = 'http://localhost:11434';
const DEFAULT_CONTEXT_WINDOW = 32_768;
const DEFAULT_OUTPUT_TOKENS = 4_096;

const tagList = z.object({ models: z.array(z.object({ name: z.string(), digest: z.string().nullish() })) });
const shownModel = z.object({
  capabilities: z.array(z.string()).nullish(),
  model_info: z.record(z.string(), z.unknown()).nullish(),
  parameters: z.string().nullish(),
});

type ShownModel = z.infer<typeof shownModel>;

/**
 * Ollama. Chat models are those that can call tools, as in the original. What a model can do is asked once per version
 * of it, so that later lists cost one request.
 */
export function ollamaProvider(connection: ProviderConnection): ModelProvider {
  const rootUrl = rootOf(connection.baseUrl ?? OLLAMA_URL);
  const endpoint = `${rootUrl}/v1`;
  const headers = listHeaders(connection);
  let known = new Map<string, ShownModel>();

  const list = async (): Promise<ModelList> => {
    const signal = AbortSignal.timeout(LIST_TIMEOUT_MS);
    const tags = await listJson({ url: `${rootUrl}/api/tags`, schema: tagList, signal, headers });
    const shown = new Map<string, ShownModel>();
    const entries = await Promise.all(
      tags.models.map(async ({ name, digest }) => {
        const key = `${name} ${digest ?? ''}`;
        const model =
          (digest ? known.get(key) : undefined) ??
          (await listJson({ url: `${rootUrl}/api/show`, schema: shownModel, signal, headers, body: { model: name } }));
        shown.set(key, model);
        return { name, model };
      }),
    );
    known = shown;
    return {
      models: entries.filter(({ model }) => can(model, 'tools')).map((entry) => toModelInfo(entry)),
      embeddings: entries.filter(({ model }) => can(model, 'embedding')).flatMap((entry) => toEmbeddingInfo(entry)),
    };
  };

  const toModelInfo = ({ name, model }: { name: string; model: ShownModel }): ModelInfo => ({
    handle: handleOf(connection, 'ollama', name),
    name,
    displayName: name,
    ...originOf(connection),
    providerType: 'openai',
    endpoint,
    contextWindow: contextWindowOf(model),
    maxOutputTokens: DEFAULT_OUTPUT_TOKENS,
  });

  const toEmbeddingInfo = ({ name, model }: { name: string; model: ShownModel }): EmbeddingInfo[] => {
    const dimension = numberOf(model, '.embedding_length');
    const handle = handleOf(connection, 'ollama', name);
    return dimension === null
      ? []
      : [{ handle, name, ...originOf(connection), endpointType: 'openai', endpoint, dimension }];
  };

  return localProvider({ connection, rootUrl, list });
}

function can(model: ShownModel, capability: string): boolean {
  return model.capabilities?.includes(capability) ?? false;
}

/** A model may be set to run with less than it was trained for; the rest of a prompt would be cut off silently. */
function contextWindowOf(model: ShownModel): number {
  const trained = numberOf(model, '.context_length') ?? DEFAULT_CONTEXT_WINDOW;
  const set = /^num_ctx\s+(\d+)/m.exec(model.parameters ?? '')?.[1];
  return set === undefined ? trained : Math.min(trained, Number(set));
}

/** Keys begin with the architecture: `llama.context_length`. */
function numberOf(model: ShownModel, ending: string): number | null {
  const value = Object.entries(model.model_info ?? {}).find(([key]) => key.endsWith(ending))?.[1];
  return typeof value === 'number' ? value : null;
}
