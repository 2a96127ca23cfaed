import { anthropicProvider } from './anthropic-provider.ts';
import { lmstudioProvider } from './lmstudio-provider.ts';
import type { ModelProvider, ProviderConnection } from './model-info.ts';
import { ollamaProvider } from './ollama-provider.ts';
import { openAiProvider } from './openai-provider.ts';

/** The provider behind a connection. Asks nothing of the network yet. */
export function createProvider(connection: ProviderConnection): ModelProvider {
  switch (connection.type) {
    case 'openai':
      return openAiProvider(connection);
    case 'anthropic':
      return anthropicProvider(connection);
    case 'ollama':
      return ollamaProvider(connection);
    case 'lmstudio_openai':
      return lmstudioProvider(connection);
  }
}
