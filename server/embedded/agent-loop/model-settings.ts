import type { ModelInfo } from '#server/embedded/models/model-info.ts';

/** The part of `model_settings` that shapes a request. */
export interface ModelSettings {
  temperature: number | null;
  maxOutputTokens: number | null;
  parallelToolCalls: boolean;
  reasoningEffort: string | null;
  responseFormat: unknown;
  /** The settings as a client wrote them, for what only one provider knows. */
  raw: Record<string, unknown>;
}

/**
 * What a request of this model looks like under the stored settings, which hold only what somebody has set. As in the
 * original, one call at a time unless the settings say otherwise.
 */
export function toModelSettings(
  model: ModelInfo,
  stored: Record<string, unknown>,
  responseFormat: unknown,
): ModelSettings {
  const reasoning = stored['reasoning'];
  const effort =
    typeof reasoning === 'object' && reasoning !== null && 'reasoning_effort' in reasoning
      ? reasoning.reasoning_effort
      : stored['effort'];
  return {
    temperature: numberOr(stored['temperature'], 1),
    maxOutputTokens: numberOr(stored['max_output_tokens'], model.maxOutputTokens),
    parallelToolCalls: stored['parallel_tool_calls'] === true,
    reasoningEffort: typeof effort === 'string' ? effort : null,
    responseFormat: responseFormat ?? stored['response_format'] ?? null,
    raw: stored,
  };
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}
