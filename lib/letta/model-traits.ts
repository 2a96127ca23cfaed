import type { Model } from '@letta-ai/letta-client/resources/models/models';

/** What a model can do, as far as its name and provider tell: no server reports it. */
export interface ModelTraits {
  seesImages: boolean;
  reasons: boolean;
  streamsTokens: boolean;
}

const SEES = /gpt-4o|gpt-4\.1|gpt-5|\bo[34]\b|claude|gemini|llava|pixtral|vision|-vl\b|gemma-?3|grok-4/i;
const SEES_NOT = /claude-(instant|2)|gpt-4o-audio|embedding/i;
const REASONS =
  /\bo[134](-|$)|gpt-5|deepseek-r|claude-(opus|sonnet|haiku)-[45]|claude-3-7|gemini-(2\.5|3)|qwq|reason|think/i;
/** Others answer step by step even when tokens are asked for. */
const STREAMING = new Set(['anthropic', 'openai', 'bedrock', 'deepseek', 'zai', 'google_ai', 'google_vertex', 'demo']);

/** The traits of a model. Guesses by name: the page says so. */
export function modelTraits(model: Model): ModelTraits {
  const name = model.name ?? model.model;
  return {
    seesImages: SEES.test(name) && !SEES_NOT.test(name),
    reasons: REASONS.test(name),
    streamsTokens: STREAMING.has(model.provider_type ?? model.model_endpoint_type),
  };
}
