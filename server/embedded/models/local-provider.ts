import { toModelError } from './model-errors.ts';
import type { ModelList, ModelProvider, ProviderConnection } from './model-info.ts';
import { openAiChatModel } from './openai-chat-model.ts';
import { openAiClient } from './openai-client.ts';
import { openAiEmbed } from './openai-embed.ts';

/**
 * A model server on a machine of one's own, at `rootUrl`: it lists models in its own way and answers as OpenAI does,
 * under `/v1`.
 */
export function localProvider(options: {
  connection: ProviderConnection;
  rootUrl: string;
  list: () => Promise<ModelList>;
}): ModelProvider {
  const { connection, rootUrl } = options;
  const getClient = openAiClient({ apiKey: connection.apiKey, baseUrl: `${rootUrl}/v1` });
  const list = async () => {
    try {
      return await options.list();
    } catch (error) {
      throw toModelError(error, connection);
    }
  };
  return {
    name: connection.name,
    category: connection.category,
    id: connection.id,
    knownEmbeddings: [],
    list,
    check: async () => void (await list()),
    chatModel: (info) =>
      openAiChatModel({
        getClient,
        connection,
        info,
        dialect: { takesReasoning: true, maxTokensField: 'max_tokens' },
      }),
    embed: (info) => openAiEmbed({ getClient, connection, info }),
  };
}

/** The root of a server whose address people give with or without the path of its API. */
export function rootOf(address: string): string {
  return address.replace(/\/+$/, '').replace(/\/(?:v1|api\/v0|api)$/, '');
}

/** The headers of a list request; local servers behind a proxy may ask for a key. */
export function listHeaders(connection: ProviderConnection): Record<string, string> {
  return connection.apiKey ? { authorization: `Bearer ${connection.apiKey}` } : {};
}
