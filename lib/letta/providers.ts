import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { serverPath } from './create-letta-client.ts';
import { requestJson } from './request-json.ts';

/** A model provider with a key of one's own. The key itself is never told. */
export interface Provider {
  id: string;
  name: string;
  provider_type: string;
  base_url: string | null;
  region: string | null;
  updated_at: string | null;
  last_synced?: string | null;
}

/** What a person enters for a provider; what is empty is left to the server. */
export interface ProviderInput {
  name: string;
  provider_type: string;
  api_key: string;
  base_url: string;
  access_key: string;
  region: string;
  api_version: string;
}

/** Kinds of providers: those the built-in server knows come first. */
export const PROVIDER_TYPES = [
  { type: 'openai', label: 'OpenAI, or any OpenAI-compatible endpoint', env: ['OPENAI_API_KEY'] },
  { type: 'anthropic', label: 'Anthropic', env: ['ANTHROPIC_API_KEY'] },
  { type: 'ollama', label: 'Ollama', env: ['OLLAMA_BASE_URL'] },
  { type: 'lmstudio_openai', label: 'LM Studio', env: ['LMSTUDIO_BASE_URL'] },
  { type: 'google_ai', label: 'Google AI (Gemini)', env: ['GEMINI_API_KEY'] },
  { type: 'google_vertex', label: 'Google Vertex', env: ['GOOGLE_CLOUD_PROJECT', 'GOOGLE_CLOUD_LOCATION'] },
  { type: 'azure', label: 'Azure OpenAI', env: ['AZURE_API_KEY', 'AZURE_BASE_URL', 'AZURE_API_VERSION'] },
  {
    type: 'bedrock',
    label: 'Amazon Bedrock',
    env: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_DEFAULT_REGION'],
  },
  { type: 'groq', label: 'Groq', env: ['GROQ_API_KEY'] },
  { type: 'deepseek', label: 'DeepSeek', env: ['DEEPSEEK_API_KEY'] },
  { type: 'xai', label: 'xAI', env: ['XAI_API_KEY'] },
  { type: 'together', label: 'Together', env: ['TOGETHER_API_KEY'] },
  { type: 'mistral', label: 'Mistral', env: ['MISTRAL_API_KEY'] },
  { type: 'openrouter', label: 'OpenRouter', env: ['OPENROUTER_API_KEY'] },
  { type: 'vllm', label: 'vLLM', env: ['VLLM_API_BASE'] },
  { type: 'zai', label: 'Z.ai', env: ['ZAI_API_KEY'] },
] as const;

/** The kinds that the built-in server knows. */
export const BUILT_IN_TYPES: readonly string[] = ['openai', 'anthropic', 'ollama', 'lmstudio_openai'];

const providerKeys = {
  all: (serverId: string) => ['providers', serverId] as const,
};

/** The providers people added to a server. Its own, from its environment, are not among them. */
export function providersQuery(serverId: string) {
  return queryOptions({
    queryKey: providerKeys.all(serverId),
    queryFn: ({ signal }) => requestJson<Provider[]>(`${providersPath(serverId)}/?limit=100`, { signal }),
  });
}

/** Ollama and LM Studio, where they answer on this machine. */
export function localModelsQuery() {
  return queryOptions({
    queryKey: ['local-models'] as const,
    queryFn: ({ signal }) => requestJson<{ type: string; url: string }[]>('/api/local-models', { signal }),
    staleTime: 10_000,
  });
}

/** Asks the server to try a key without saving it. Rejects with the provider's refusal. */
export async function checkProvider(serverId: string, input: ProviderInput): Promise<void> {
  const { name: _name, ...access } = filled(input);
  await requestJson(`${providersPath(serverId)}/check`, { method: 'POST', body: access });
}

/** Adds a provider. */
export function addProviderMutation(serverId: string) {
  return mutationOptions({
    mutationFn: (input: ProviderInput) =>
      requestJson<Provider>(`${providersPath(serverId)}/`, { method: 'POST', body: filled(input) }),
    onSuccess: (_answer, _input, _result, { client }) => refreshModels(client, serverId),
  });
}

/** Replaces the key or address of a provider. */
export function changeProviderMutation(serverId: string, providerId: string) {
  return mutationOptions({
    mutationFn: (access: { api_key?: string; base_url?: string }) =>
      requestJson<Provider>(`${providersPath(serverId)}/${providerId}`, { method: 'PATCH', body: access }),
    onSuccess: (_answer, _input, _result, { client }) => refreshModels(client, serverId),
  });
}

/** Deletes a provider with its key; its models go from every list. */
export function deleteProviderMutation(serverId: string) {
  return mutationOptions({
    mutationFn: (providerId: string) =>
      requestJson<unknown>(`${providersPath(serverId)}/${providerId}`, { method: 'DELETE' }),
    onSuccess: (_answer, _input, _result, { client }) => refreshModels(client, serverId),
  });
}

/** Tries the saved key, or reads the provider's models again. Rejects with the provider's refusal. */
export function askProviderMutation(serverId: string, providerId: string) {
  return mutationOptions({
    mutationFn: (what: 'check' | 'refresh') =>
      requestJson<unknown>(`${providersPath(serverId)}/${providerId}/${what}`, {
        method: what === 'check' ? 'POST' : 'PATCH',
      }),
    onSuccess: (_answer, _input, _result, { client }) => refreshModels(client, serverId),
  });
}

async function refreshModels(client: QueryClient, serverId: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: providerKeys.all(serverId) }),
    client.invalidateQueries({ queryKey: ['models', serverId] }),
  ]);
}

function filled(input: ProviderInput): Partial<ProviderInput> {
  const trimmed = Object.entries(input).map(([name, value]) => [name, value.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''));
}

function providersPath(serverId: string): string {
  return `${serverPath(serverId)}/v1/providers`;
}
