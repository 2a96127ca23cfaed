import { z } from 'zod';
import { LIST_TIMEOUT_MS, listJson } from './list-json.ts';
import { listHeaders, localProvider, rootOf } from './local-provider.ts';
import { handleOf, type ModelProvider, originOf, type ProviderConnection } from './model-info.ts';

const LMSTUDIO_URL = 'http://localhost:1234';
const DEFAULT_CONTEXT_WINDOW = 32_768;
const DEFAULT_OUTPUT_TOKENS = 4_096;
/** LM Studio does not tell it; this is what the original takes it to be, and right for its own default model. */
const EMBEDDING_DIMENSION = 768;

const modelList = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.string().nullish(),
      max_context_length: z.number().nullish(),
      loaded_context_length: z.number().nullish(),
    }),
  ),
});

/** LM Studio: language and vision models for chat, and its embedding models. */
export function lmstudioProvider(connection: ProviderConnection): ModelProvider {
  const rootUrl = rootOf(connection.baseUrl ?? LMSTUDIO_URL);
  const endpoint = `${rootUrl}/v1`;
  const list = async () => {
    const { data } = await listJson({
      url: `${rootUrl}/api/v0/models`,
      schema: modelList,
      signal: AbortSignal.timeout(LIST_TIMEOUT_MS),
      headers: listHeaders(connection),
    });
    const common = (name: string) => ({
      handle: handleOf(connection, 'lmstudio_openai', name),
      name,
      ...originOf(connection),
      endpoint,
    });
    return {
      models: data
        .filter(({ type }) => type === 'llm' || type === 'vlm')
        .map((model) => ({
          ...common(model.id),
          displayName: model.id,
          providerType: 'openai',
          // A loaded model may run with less context than it could.
          contextWindow: model.loaded_context_length ?? model.max_context_length ?? DEFAULT_CONTEXT_WINDOW,
          maxOutputTokens: DEFAULT_OUTPUT_TOKENS,
        })),
      embeddings: data
        .filter(({ type }) => type === 'embeddings')
        .map(({ id }) => ({ ...common(id), endpointType: 'openai', dimension: EMBEDDING_DIMENSION })),
    };
  };
  return localProvider({ connection, rootUrl, list });
}
