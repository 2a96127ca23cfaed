import type { ChatModel } from './chat-model.ts';

/** `base` providers come with the server's settings, `byok` ones are added by people, with keys of their own. */
export type ProviderCategory = 'base' | 'byok';

/** A provider that may be asked for models. `id` is null for those of the server's settings, `baseUrl` for the usual one. */
export interface ProviderConnection {
  id: string | null;
  name: string;
  type: 'openai' | 'anthropic' | 'ollama' | 'lmstudio_openai';
  category: ProviderCategory;
  apiKey: string;
  baseUrl: string | null;
}

/** A chat model an agent may use. */
export interface ModelInfo {
  handle: string;
  name: string;
  displayName: string;
  providerName: string;
  providerCategory: ProviderCategory;
  providerId: string | null;
  /** The kind of endpoint, which is also the `provider_type` of `model_settings`. */
  providerType: string;
  endpoint: string | null;
  contextWindow: number;
  maxOutputTokens: number;
}

/** An embedding model an agent may use. */
export interface EmbeddingInfo {
  handle: string;
  name: string;
  providerName: string;
  providerCategory: ProviderCategory;
  providerId: string | null;
  endpointType: string;
  endpoint: string | null;
  dimension: number;
}

/** Turns texts into vectors of length 1, in the same order. */
export type Embed = (texts: string[]) => Promise<Float32Array[]>;

/** What a provider offers. */
export interface ModelList {
  models: ModelInfo[];
  embeddings: EmbeddingInfo[];
}

/** One source of models. */
export interface ModelProvider {
  name: string;
  category: ProviderCategory;
  id: string | null;
  /** Embedding models that need no asking: they are there before the first list, and when listing fails. */
  knownEmbeddings: EmbeddingInfo[];
  /** Asks the provider, for 5 s at most. Throws `ModelError` when it refuses or cannot be reached. */
  list(): Promise<ModelList>;
  /** Lists with the provider's key, to see whether both work. Throws `ModelError`. */
  check(): Promise<void>;
  chatModel(info: ModelInfo): ChatModel;
  embed(info: EmbeddingInfo): Embed;
}

/** What every model of a connection says about where it comes from. */
export function originOf(connection: ProviderConnection) {
  return {
    providerName: connection.name,
    providerCategory: connection.category,
    providerId: connection.id,
  };
}

/**
 * The handle of a model. Models of people's own providers are named after the provider: the original gives two
 * providers of one kind the same handles, and uses the wrong key.
 */
export function handleOf(connection: ProviderConnection, prefix: string, model: string): string {
  return `${connection.category === 'byok' ? connection.name : prefix}/${model}`;
}
