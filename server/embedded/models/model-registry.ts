import { badRequest, notFound } from '#server/embedded/letta-error.ts';
import type { ModelKeys } from '#server/embedded/model-keys.ts';
import type { ChatModel } from './chat-model.ts';
import { DEMO_MODEL, demoModel } from './demo-model.ts';
import { hashEmbedding } from './hash-embedding.ts';
import type { Embed, EmbeddingInfo, ModelInfo, ModelProvider } from './model-info.ts';
import { openAiProvider } from './openai-provider.ts';

/** The models of a server. */
export interface ModelRegistry {
  listModels(): Promise<ModelInfo[]>;
  listEmbeddings(): EmbeddingInfo[];
  /** The model of a handle, or the original's 404. */
  requireModel(handle: string): Promise<ModelInfo>;
  chatModel(info: ModelInfo): ChatModel;
  /** The embedding model of a handle, or the original's 400. */
  requireEmbedding(handle: string): EmbeddingInfo;
  embed(info: EmbeddingInfo): Embed;
}

const LIST_TTL_MS = 30_000;
const FAILED_TTL_MS = 10_000;

const demoProvider: ModelProvider = {
  name: 'demo',
  listModels: async () => [DEMO_MODEL],
  listEmbeddings: () => [hashEmbedding.info],
  chatModel: () => demoModel,
  embed: () => hashEmbedding.embed,
};

/** The demo model, always, and whatever the keys allow. `log` gets a line when a provider cannot be listed. */
export function createModelRegistry(keys: ModelKeys, log: (line: string) => void): ModelRegistry {
  const providers: ModelProvider[] = [demoProvider];
  if (keys.openaiApiKey || keys.openaiBaseUrl) {
    providers.push(openAiProvider({ apiKey: keys.openaiApiKey ?? 'none', baseUrl: keys.openaiBaseUrl }));
  }
  const lists = providers.map((provider) => cachedList(provider, log));
  const listModels = async () => (await Promise.all(lists.map((list) => list()))).flat();
  const listEmbeddings = () => providers.flatMap((provider) => provider.listEmbeddings());
  const providerNamed = (name: string) => providers.find((provider) => provider.name === name) ?? demoProvider;
  return {
    listModels,
    listEmbeddings,
    requireModel: async (handle) => {
      const models = await listModels();
      const info = models.find((model) => model.handle === handle);
      if (info) return info;
      const known = models.map((model) => `'${model.handle}'`).join(', ');
      throw notFound(`NOT_FOUND: Handle ${handle} not found, must be one of [${known}]`);
    },
    chatModel: (info) => providerNamed(info.providerName).chatModel(info),
    requireEmbedding: (handle) => {
      const info = listEmbeddings().find((embedding) => embedding.handle === handle);
      if (!info) throw badRequest(`INVALID_ARGUMENT: Embedding model ${handle} not found`);
      return info;
    },
    embed: (info) => providerNamed(info.providerName).embed(info),
  };
}

/**
 * A provider's list is asked for again after 30 s, 10 s after a failure. Only the very first list is waited for: later
 * ones come in the background, so that a slow provider slows nothing else.
 */
function cachedList(provider: ModelProvider, log: (line: string) => void): () => Promise<ModelInfo[]> {
  let known: ModelInfo[] | null = null;
  let freshUntil = 0;
  let pending: Promise<ModelInfo[]> | null = null;
  const refresh = async () => {
    try {
      known = await provider.listModels();
      freshUntil = Date.now() + LIST_TTL_MS;
    } catch (error) {
      freshUntil = Date.now() + FAILED_TTL_MS;
      log(
        `The models of ${provider.name} could not be listed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    pending = null;
    return known ?? [];
  };
  return async () => {
    if (Date.now() >= freshUntil) pending ??= refresh();
    return pending && known === null ? await pending : (known ?? []);
  };
}
