import type Anthropic from '@anthropic-ai/sdk';
import { z } from 'zod';
import { anthropicChatModel } from './anthropic-chat-model.ts';
import type { AnthropicTarget, ThinkingMode } from './anthropic-request.ts';
import { cappedFetch } from './capped-fetch.ts';
import { LIST_TIMEOUT_MS, listJson } from './list-json.ts';
import { ProviderFailure, toModelError } from './model-errors.ts';
import { handleOf, type ModelInfo, type ModelProvider, originOf, type ProviderConnection } from './model-info.ts';

const ANTHROPIC_URL = 'https://api.anthropic.com';
const DEFAULT_CONTEXT_WINDOW = 200_000;
/** What new agents may write at once; models that can write more are not asked to. */
const DEFAULT_OUTPUT_TOKENS = 16_384;

const support = z.object({ supported: z.boolean() }).nullish();
const listedModel = z.object({
  id: z.string(),
  display_name: z.string().nullish(),
  max_input_tokens: z.number().nullish(),
  max_tokens: z.number().nullish(),
  lifecycle: z.string().nullish(),
  capabilities: z
    .object({
      effort: support,
      thinking: z
        .object({ supported: z.boolean(), types: z.object({ adaptive: support, enabled: support }).nullish() })
        .nullish(),
    })
    .nullish(),
});
const modelPage = z.object({ data: z.array(listedModel), has_more: z.boolean().nullish() });

type ListedModel = z.infer<typeof listedModel>;

/** Anthropic, or a gateway that speaks its messages API. It has no embedding models. */
export function anthropicProvider(connection: ProviderConnection): ModelProvider {
  const baseUrl = (connection.baseUrl ?? ANTHROPIC_URL).replace(/\/+$/, '').replace(/\/v1$/, '');
  const getClient = anthropicClient({ apiKey: connection.apiKey, baseUrl });
  const listed = new Map<string, ListedModel>();
  const list = async () => {
    try {
      const models = await listPages(baseUrl, connection.apiKey);
      for (const model of models) listed.set(model.id, model);
      return {
        models: models
          .filter((model) => model.lifecycle !== 'retired')
          .map((model) => toModelInfo(model, { connection, baseUrl })),
        embeddings: [],
      };
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
      anthropicChatModel({ getClient, connection, target: () => toTarget(info, listed.get(info.name)) }),
    embed: () => async () => {
      throw toModelError(
        new ProviderFailure({ status: 404, message: 'Anthropic has no embedding models.' }),
        connection,
      );
    },
  };
}

/** As `openAiClient`: made on first use, tries twice more until the answer has begun. */
function anthropicClient({ apiKey, baseUrl }: { apiKey: string; baseUrl: string }): () => Promise<Anthropic> {
  let client: Promise<Anthropic> | null = null;
  return () => {
    client ??= import('@anthropic-ai/sdk').then(
      ({ Anthropic }) =>
        new Anthropic({
          apiKey,
          baseURL: baseUrl,
          // The SDK sends the key as a bearer; older gateways look for it here.
          defaultHeaders: { 'x-api-key': apiKey },
          maxRetries: 2,
          fetch: cappedFetch,
          // Its log shows pieces of answers.
          logLevel: 'off',
        }),
    );
    return client;
  };
}

async function listPages(baseUrl: string, apiKey: string): Promise<ListedModel[]> {
  const signal = AbortSignal.timeout(LIST_TIMEOUT_MS);
  const models: ListedModel[] = [];
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page: z.infer<typeof modelPage> = await listJson({
      url: `${baseUrl}/v1/models?limit=1000${after && `&after_id=${encodeURIComponent(after)}`}`,
      schema: modelPage,
      signal,
      headers: { 'x-api-key': apiKey, authorization: `Bearer ${apiKey}`, 'anthropic-version': '2026-10-21' },
    });
    models.push(...page.data);
    after = page.has_more ? page.data.at(-1)?.id : undefined;
  }
  return models;
}

function toModelInfo(
  model: ListedModel,
  { connection, baseUrl }: { connection: ProviderConnection; baseUrl: string },
): ModelInfo {
  return {
    handle: handleOf(connection, 'anthropic', model.id),
    name: model.id,
    displayName: model.display_name ?? model.id,
    ...originOf(connection),
    providerType: 'anthropic',
    endpoint: baseUrl,
    contextWindow: model.max_input_tokens ?? DEFAULT_CONTEXT_WINDOW,
    maxOutputTokens: Math.min(model.max_tokens ?? knownOutputLimit(model.id), DEFAULT_OUTPUT_TOKENS),
  };
}

/** The limits of the models from before the list told them. */
function knownOutputLimit(id: string): number {
  if (/^claude-3-(?:haiku|sonnet|opus)/.test(id)) return 4_096;
  return /^claude-3-5/.test(id) ? 8_192 : DEFAULT_OUTPUT_TOKENS;
}

function toTarget(info: ModelInfo, listed: ListedModel | undefined): AnthropicTarget {
  return {
    model: info.name,
    maxOutputTokens: info.maxOutputTokens,
    thinking: thinkingMode(info.name, listed),
    takesEffort: listed?.capabilities?.effort?.supported ?? false,
  };
}

function thinkingMode(name: string, listed: ListedModel | undefined): ThinkingMode {
  const thinking = listed?.capabilities?.thinking;
  if (!thinking) return /^claude-(?:3-(?:5|haiku|sonnet|opus)|2|instant)/.test(name) ? 'none' : 'budget';
  if (!thinking.supported) return 'none';
  if (thinking.types?.enabled?.supported === false) return thinking.types.adaptive?.supported ? 'adaptive' : 'none';
  return 'budget';
}
