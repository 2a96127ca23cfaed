import { badRequest, notFound } from '#server/embedded/letta-error.ts';
import type { ModelKeys } from '#server/embedded/model-keys.ts';
import { type CachedList, cachedList } from './cached-list.ts';
import type { ChatModel } from './chat-model.ts';
import { createProvider } from './create-provider.ts';
import { demoProvider } from './demo-provider.ts';
import type { Embed, EmbeddingInfo, ModelInfo, ModelProvider, ProviderConnection } from './model-info.ts';

/** The models of a server. */
export interface ModelRegistry {
  listModels(): Promise<ModelInfo[]>;
  /** The embedding models known so far. */
  listEmbeddings(): EmbeddingInfo[];
  /** The model of a handle, or the original's 404. */
  requireModel(handle: string): Promise<ModelInfo>;
  /** Throws the original's 404 when the model's provider has been removed. */
  chatModel(info: ModelInfo): ChatModel;
  /** The embedding model of a handle, or the original's 400. */
  requireEmbedding(handle: string): Promise<EmbeddingInfo>;
  /** Throws the original's 404 when the model's provider has been removed. */
  embed(info: EmbeddingInfo): Embed;
  /** Replaces the providers that people have added. What is known of unchanged ones stays. */
  setOwnProviders(connections: ProviderConnection[]): void;
  /** Lists the models of a provider that people have added. Throws `ModelError`, or the original's 404. */
  refreshProvider(id: string): Promise<void>;
  /** Sees whether a provider answers and takes its key. Throws `ModelError`. */
  checkConnection(connection: ProviderConnection): Promise<void>;
}

interface Source {
  /** The connection as text: another key or address makes another source. */
  identity: string;
  provider: ModelProvider;
  list: CachedList;
}

/** The demo model, always, and whatever the keys allow. `log` gets a line when a provider cannot be listed. */
export function createModelRegistry(keys: ModelKeys, log: (line: string) => void): ModelRegistry {
  const toSource = (provider: ModelProvider, identity: string): Source => ({
    identity,
    provider,
    list: cachedList(provider, log),
  });
  const fromConnection = (connection: ProviderConnection) =>
    toSource(createProvider(connection), JSON.stringify(connection));
  const base = [toSource(demoProvider, 'demo'), ...connectionsOf(keys).map(fromConnection)];
  let own: Source[] = [];

  const sources = () => [...base, ...own];
  const listModels = async () =>
    (await Promise.all(sources().map((source) => source.list.first()))).flatMap((list) => list.models);
  const listEmbeddings = () => sources().flatMap((source) => source.list.known().embeddings);
  const providerOf = (info: ModelInfo | EmbeddingInfo): ModelProvider => {
    const found = sources().find(({ provider }) =>
      info.providerId === null
        ? provider.category === info.providerCategory && provider.name === info.providerName
        : provider.id === info.providerId,
    );
    if (found) return found.provider;
    throw notFound(`NOT_FOUND: The provider ${info.providerName} of ${info.handle} has been removed`);
  };

  return {
    listModels,
    listEmbeddings,
    requireModel: async (handle) => {
      const isMeant = (model: ModelInfo) => model.handle === handle;
      // What is known is not made to wait for providers that have not answered yet.
      const known = sources().flatMap((source) => source.list.known().models);
      const info = known.find(isMeant) ?? (await listModels()).find(isMeant);
      if (info) return info;
      const names = (await listModels()).map((model) => `'${model.handle}'`).join(', ');
      throw notFound(`NOT_FOUND: Handle ${handle} not found, must be one of [${names}]`);
    },
    chatModel: (info) => providerOf(info).chatModel(info),
    requireEmbedding: async (handle) => {
      const isMeant = (embedding: EmbeddingInfo) => embedding.handle === handle;
      const known = listEmbeddings().find(isMeant);
      if (known) return known;
      await listModels();
      const info = listEmbeddings().find(isMeant);
      if (!info) throw badRequest(`INVALID_ARGUMENT: Embedding model ${handle} not found`);
      return info;
    },
    embed: (info) => providerOf(info).embed(info),
    setOwnProviders: (connections) => {
      const before = own;
      own = connections.map(
        (connection) =>
          before.find((source) => source.identity === JSON.stringify(connection)) ?? fromConnection(connection),
      );
    },
    refreshProvider: async (id) => {
      const source = own.find(({ provider }) => provider.id === id);
      if (!source) throw notFound(`Provider not found with id='${id}'`);
      await source.list.refresh();
    },
    checkConnection: async (connection) => await createProvider(connection).check(),
  };
}

/** The providers of the server's settings, named as the original names them. */
function connectionsOf(keys: ModelKeys): ProviderConnection[] {
  const connections: ProviderConnection[] = [];
  const add = (
    type: ProviderConnection['type'],
    access: { apiKey?: string | undefined; baseUrl?: string | undefined },
  ) =>
    connections.push({
      id: null,
      name: type,
      type,
      category: 'base',
      apiKey: access.apiKey ?? '',
      baseUrl: access.baseUrl ?? null,
    });
  if (keys.openaiApiKey || keys.openaiBaseUrl)
    add('openai', { apiKey: keys.openaiApiKey, baseUrl: keys.openaiBaseUrl });
  if (keys.anthropicApiKey) add('anthropic', { apiKey: keys.anthropicApiKey });
  if (keys.ollamaBaseUrl) add('ollama', { baseUrl: keys.ollamaBaseUrl });
  if (keys.lmstudioBaseUrl) add('lmstudio_openai', { baseUrl: keys.lmstudioBaseUrl });
  return connections;
}
