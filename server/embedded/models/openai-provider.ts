import { z } from 'zod';
import { LIST_TIMEOUT_MS, listJson } from './list-json.ts';
import { toModelError } from './model-errors.ts';
import {
  type EmbeddingInfo,
  handleOf,
  type ModelInfo,
  type ModelProvider,
  originOf,
  type ProviderConnection,
} from './model-info.ts';
import { openAiChatModel } from './openai-chat-model.ts';
import { openAiClient } from './openai-client.ts';
import { openAiEmbed } from './openai-embed.ts';
import { openAiResponsesModel } from './openai-responses-model.ts';
import { usesResponsesApi } from './openai-responses-request.ts';

const OPENAI_URL = 'https://api.openai.com/v1';
const DEFAULT_OUTPUT_TOKENS = 16_384;
const EMBEDDING_DIMENSIONS = {
  'text-embedding-3-small': 1536,
  'text-embedding-3-large': 3072,
  'text-embedding-ada-002': 1536,
};
/** Ids that `/models` lists beside the chat models of api.openai.com. */
const NOT_CHAT = /embedding|whisper|tts|dall-e|image|moderation|realtime|transcribe|audio|sora|babbage|davinci/;
/** Context windows that no list tells; the first name that fits. */
const CONTEXT_WINDOWS: [RegExp, number][] = [
  [/gpt-4\.1/, 1_047_576],
  [/^gpt-5/, 272_000],
  [/^o[134]/, 200_000],
  [/^gpt-4(?:-0613|-0314)?$/, 8_192],
  [/^gpt-3\.5/, 16_385],
];
const DEFAULT_CONTEXT_WINDOW = 128_000;

/** vLLM, OpenRouter and Groq tell the context window, each under a name of its own. */
const listedModel = z.object({
  id: z.string(),
  max_model_len: z.number().nullish(),
  context_length: z.number().nullish(),
  context_window: z.number().nullish(),
});
const modelList = z
  .union([z.object({ data: z.array(listedModel) }), z.array(listedModel)])
  .transform((list) => ('data' in list ? list.data : list));

/** Any OpenAI-compatible endpoint. As in the original, handles begin with `openai-proxy/` unless it is OpenAI itself. */
export function openAiProvider(connection: ProviderConnection): ModelProvider {
  const baseUrl = (connection.baseUrl ?? OPENAI_URL).replace(/\/+$/, '');
  const isOpenAi = baseUrl === OPENAI_URL;
  const prefix = isOpenAi ? 'openai' : 'openai-proxy';
  const getClient = openAiClient({ apiKey: connection.apiKey, baseUrl });
  const knownEmbeddings = Object.entries(EMBEDDING_DIMENSIONS).map(
    ([name, dimension]): EmbeddingInfo => ({
      handle: handleOf(connection, 'openai', name),
      name,
      ...originOf(connection),
      endpointType: 'openai',
      endpoint: baseUrl,
      dimension,
    }),
  );
  const toModelInfo = (model: z.infer<typeof listedModel>): ModelInfo => ({
    handle: handleOf(connection, prefix, model.id),
    name: model.id,
    displayName: model.id,
    ...originOf(connection),
    providerType: 'openai',
    endpoint: baseUrl,
    contextWindow: model.max_model_len ?? model.context_length ?? model.context_window ?? knownWindow(model.id),
    maxOutputTokens: DEFAULT_OUTPUT_TOKENS,
  });
  const list = async () => {
    try {
      const listed = await listJson({
        url: `${baseUrl}/models`,
        schema: modelList,
        signal: AbortSignal.timeout(LIST_TIMEOUT_MS),
        headers: { authorization: `Bearer ${connection.apiKey || 'none'}` },
      });
      const models = (isOpenAi ? listed.filter((model) => !NOT_CHAT.test(model.id)) : listed).map(toModelInfo);
      return { models: models.sort((left, right) => (left.name < right.name ? -1 : 1)), embeddings: knownEmbeddings };
    } catch (error) {
      throw toModelError(error, connection);
    }
  };
  return {
    name: connection.name,
    category: connection.category,
    id: connection.id,
    knownEmbeddings,
    list,
    check: async () => void (await list()),
    chatModel: (info) =>
      usesResponsesApi(info.name)
        ? openAiResponsesModel({ getClient, connection, info })
        : openAiChatModel({
            getClient,
            connection,
            info,
            dialect: { takesReasoning: !isOpenAi, maxTokensField: 'max_completion_tokens' },
          }),
    embed: (info) => openAiEmbed({ getClient, connection, info }),
  };
}

function knownWindow(model: string): number {
  return CONTEXT_WINDOWS.find(([pattern]) => pattern.test(model))?.[1] ?? DEFAULT_CONTEXT_WINDOW;
}
