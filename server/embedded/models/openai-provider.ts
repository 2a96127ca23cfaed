import type OpenAI from 'openai';
import { normalize } from './hash-embedding.ts';
import type { EmbeddingInfo, ModelInfo, ModelProvider } from './model-info.ts';
import { openAiChatModel } from './openai-chat-model.ts';
import { toModelError } from './openai-errors.ts';

const OPENAI_URL = 'https://api.openai.com/v1';
const DEFAULT_CONTEXT_WINDOW = 128_000;
const EMBEDDING_DIMENSIONS = {
  'text-embedding-3-small': 1536,
  'text-embedding-3-large': 3072,
  'text-embedding-ada-002': 1536,
};
/** Ids that `/models` lists beside the chat models of api.openai.com. */
const NOT_CHAT = /embedding|whisper|tts|dall-e|image|moderation|realtime|transcribe|audio|sora|babbage|davinci/;

/** Any OpenAI-compatible endpoint. As in the original, handles begin with `openai-proxy/` unless it is OpenAI itself. */
export function openAiProvider(options: { apiKey: string; baseUrl: string | undefined }): ModelProvider {
  const baseUrl = (options.baseUrl ?? OPENAI_URL).replace(/\/+$/, '');
  const prefix = baseUrl === OPENAI_URL ? 'openai' : 'openai-proxy';
  let client: Promise<OpenAI> | null = null;
  // The SDK is loaded on first use: a server that only runs the demo model never pays for it.
  const getClient = () => {
    client ??= import('openai').then(
      ({ OpenAI }) => new OpenAI({ apiKey: options.apiKey, baseURL: baseUrl, maxRetries: 2 }),
    );
    return client;
  };
  return {
    name: 'openai',
    listModels: async () => {
      const models = await (await getClient()).models.list({ timeout: 5_000, maxRetries: 0 });
      const ids = models.data.map((model) => model.id);
      const chatIds = prefix === 'openai' ? ids.filter((id) => !NOT_CHAT.test(id)) : ids;
      return chatIds.sort().map((id) => toModelInfo(id, { prefix, baseUrl }));
    },
    listEmbeddings: () =>
      Object.entries(EMBEDDING_DIMENSIONS).map(([name, dimension]) => toEmbeddingInfo(name, dimension, baseUrl)),
    chatModel: (info) => openAiChatModel(getClient, info),
    embed: (info) => async (texts) => {
      try {
        const answer = await (await getClient()).embeddings.create({
          model: info.name,
          input: texts,
          encoding_format: 'float',
        });
        return answer.data.map((item) => normalize(Float32Array.from(item.embedding)));
      } catch (error) {
        throw toModelError(error);
      }
    },
  };
}

function toModelInfo(id: string, { prefix, baseUrl }: { prefix: string; baseUrl: string }): ModelInfo {
  return {
    handle: `${prefix}/${id}`,
    name: id,
    displayName: id,
    providerName: 'openai',
    providerType: 'openai',
    endpoint: baseUrl,
    contextWindow: /gpt-4\.1/.test(id) ? 1_047_576 : DEFAULT_CONTEXT_WINDOW,
    maxOutputTokens: 16_384,
  };
}

function toEmbeddingInfo(name: string, dimension: number, endpoint: string): EmbeddingInfo {
  return { handle: `openai/${name}`, name, providerName: 'openai', endpointType: 'openai', endpoint, dimension };
}
