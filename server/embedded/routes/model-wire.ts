import type { EmbeddingInfo, ModelInfo } from '#server/embedded/models/model-info.ts';
import type { ModelSettings } from '#server/embedded/models/model-settings.ts';

/** The settings of an agent as clients get them: what somebody has set, over the model's own. */
export function toWireSettings(info: ModelInfo, stored: Record<string, unknown>): Record<string, unknown> {
  return { ...defaultModelSettings(info), ...stored };
}

/** The settings an agent of this model starts with. */
function defaultModelSettings(info: ModelInfo) {
  return {
    max_output_tokens: info.maxOutputTokens,
    parallel_tool_calls: true,
    provider_type: info.providerType,
    temperature: 1.0,
    reasoning: { reasoning_effort: 'minimal' },
    response_format: null,
    strict: false,
  };
}

/** The deprecated configuration object that agents, traces and model lists still carry. */
export function toLlmConfig(info: ModelInfo, own: { settings: ModelSettings; contextWindow: number }) {
  const { settings } = own;
  return {
    ...modelFields(info),
    display_name: null,
    context_window: own.contextWindow,
    temperature: settings.temperature,
    max_tokens: settings.maxOutputTokens,
    enable_reasoner: false,
    reasoning_effort: settings.reasoningEffort,
    parallel_tool_calls: settings.parallelToolCalls,
    response_format: settings.responseFormat,
    strict: settings.isStrict,
  };
}

/** What is still known of a model whose provider does not list it any more. */
export function unlistedModel(handle: string, contextWindow: number): ModelInfo {
  const [providerName = 'unknown', ...rest] = handle.split('/');
  const name = rest.join('/');
  return {
    handle,
    name,
    displayName: name,
    providerName,
    providerCategory: 'base',
    providerId: null,
    providerType: 'openai',
    endpoint: null,
    contextWindow,
    maxOutputTokens: 4_096,
  };
}

function modelFields(info: ModelInfo) {
  return {
    model: info.name,
    display_name: info.displayName,
    model_endpoint_type: info.providerType,
    model_endpoint: info.endpoint,
    provider_name: info.providerName,
    provider_category: info.providerCategory,
    model_wrapper: null,
    context_window: info.contextWindow,
    put_inner_thoughts_in_kwargs: false,
    handle: info.handle,
    temperature: 1.0,
    max_tokens: info.maxOutputTokens,
    enable_reasoner: true,
    reasoning_effort: null,
    max_reasoning_tokens: 0,
    effort: null,
    frequency_penalty: null,
    compatibility_type: null,
    verbosity: null,
    tier: null,
    parallel_tool_calls: false,
    response_format: null,
    strict: false,
    return_logprobs: false,
    top_logprobs: null,
    return_token_ids: false,
    tool_call_parser: null,
  };
}

/** A chat model as `GET /v1/models/` lists it. */
export function toModel(info: ModelInfo) {
  return {
    ...modelFields(info),
    name: info.name,
    provider_type: info.providerType,
    model_type: 'llm',
    max_context_window: info.contextWindow,
  };
}

/** The embedding configuration that agents and passages carry. */
export function toEmbeddingConfig(info: EmbeddingInfo) {
  return {
    embedding_endpoint_type: info.endpointType,
    embedding_endpoint: info.endpoint,
    embedding_model: info.name,
    embedding_dim: info.dimension,
    embedding_chunk_size: 300,
    handle: info.handle,
    batch_size: 32,
    azure_endpoint: null,
    azure_version: null,
    azure_deployment: null,
  };
}

/** An embedding model as `GET /v1/models/embedding` lists it. */
export function toEmbeddingModel(info: EmbeddingInfo) {
  return {
    ...toEmbeddingConfig(info),
    name: info.name,
    display_name: info.name,
    provider_type: info.endpointType,
    provider_name: info.providerName,
    model_type: 'embedding',
  };
}
