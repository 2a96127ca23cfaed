import type OpenAI from 'openai';
import { cappedFetch } from './capped-fetch.ts';

/**
 * The SDK's client, made on first use: a server that only runs the demo model never pays for loading it. It tries a
 * request twice more after 408, 409, 429, 5xx and lost connections, until the answer has begun.
 */
export function openAiClient({ apiKey, baseUrl }: { apiKey: string; baseUrl: string }): () => Promise<OpenAI> {
  let client: Promise<OpenAI> | null = null;
  return () => {
    client ??= import('openai').then(
      ({ OpenAI }) =>
        new OpenAI({
          // The SDK insists on a key; endpoints on this machine need none.
          apiKey: apiKey || 'none',
          baseURL: baseUrl,
          // Null keeps the SDK from reading these from the environment.
          organization: null,
          project: null,
          adminAPIKey: null,
          maxRetries: 2,
          fetch: cappedFetch,
          // Its log shows pieces of answers.
          logLevel: 'off',
        }),
    );
    return client;
  };
}
