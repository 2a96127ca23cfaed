import type { ChatModel } from './chat-model.ts';

/** A chat model an agent may use. */
export interface ModelInfo {
  handle: string;
  name: string;
  displayName: string;
  providerName: string;
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
  endpointType: string;
  endpoint: string | null;
  dimension: number;
}

/** Turns texts into vectors of length 1, in the same order. */
export type Embed = (texts: string[]) => Promise<Float32Array[]>;

/** One source of models. Listing may ask the network; it throws when the provider cannot be reached. */
export interface ModelProvider {
  name: string;
  listModels(): Promise<ModelInfo[]>;
  listEmbeddings(): EmbeddingInfo[];
  chatModel(info: ModelInfo): ChatModel;
  embed(info: EmbeddingInfo): Embed;
}
