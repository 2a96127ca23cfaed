import type OpenAI from 'openai';
import { normalize } from './hash-embedding.ts';
import { toModelError } from './model-errors.ts';
import type { Embed, EmbeddingInfo, ProviderConnection } from './model-info.ts';

/** Embeds by `POST {base}/embeddings`. Throws `ModelError`. */
export function openAiEmbed(options: {
  getClient: () => Promise<OpenAI>;
  connection: ProviderConnection;
  info: EmbeddingInfo;
}): Embed {
  const { getClient, connection, info } = options;
  return async (texts) => {
    try {
      const client = await getClient();
      const answer = await client.embeddings.create({ model: info.name, input: texts, encoding_format: 'float' });
      return answer.data.map((item) => normalize(Float32Array.from(item.embedding)));
    } catch (error) {
      throw toModelError(error, connection);
    }
  };
}
