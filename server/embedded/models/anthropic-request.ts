import type Anthropic from '@anthropic-ai/sdk';
import { toAnthropicConversation } from './anthropic-messages.ts';
import type { ModelRequest, ToolDefinition } from './chat-model.ts';

export type AnthropicParams = Anthropic.MessageCreateParamsNonStreaming;

/** How a model may be told to think: by a number of tokens, as much as it sees fit, or not at all. */
export type ThinkingMode = 'budget' | 'adaptive' | 'none';

/** What has to be known of a model to ask it. */
export interface AnthropicTarget {
  model: string;
  /** Used where the request sets no limit: Anthropic demands one. */
  maxOutputTokens: number;
  thinking: ThinkingMode;
  takesEffort: boolean;
}

const SMALLEST_BUDGET = 1_024;

/**
 * The body of a messages request. Thinking is left out where Anthropic would refuse the request with it: when a tool is
 * forced, when the turn's own reasoning is missing, when the output limit leaves no room for it. A temperature is never
 * sent: since its version 2026-10-21, which the SDK speaks, the API refuses any.
 */
export function toAnthropicParams(request: ModelRequest, target: AnthropicTarget): AnthropicParams {
  const { system, messages, lacksThinking } = toAnthropicConversation(request.messages);
  const maxTokens = request.maxOutputTokens ?? target.maxOutputTokens;
  const thinking = isForced(request) || lacksThinking ? null : toThinking(request, target, maxTokens);
  const params: AnthropicParams = { model: target.model, max_tokens: maxTokens, messages };
  if (system.length > 0) params.system = system;
  if (thinking) params.thinking = thinking;
  if (request.tools.length > 0) {
    params.tools = request.tools.map(toTool);
    params.tool_choice = toToolChoice(request);
  }
  const output = toOutputConfig(request, target);
  if (output) params.output_config = output;
  return params;
}

function isForced({ tools, toolChoice }: ModelRequest): boolean {
  return tools.length > 0 && toolChoice !== 'auto' && toolChoice !== 'none';
}

function toThinking(
  request: ModelRequest,
  target: AnthropicTarget,
  maxTokens: number,
): Anthropic.ThinkingConfigParam | null {
  const wanted = request.thinkingBudget ?? null;
  if (wanted === null || target.thinking === 'none') return null;
  if (target.thinking === 'adaptive') return { type: 'adaptive', display: 'summarized' };
  const budget = Math.min(Math.max(wanted, SMALLEST_BUDGET), maxTokens - 1);
  return budget < SMALLEST_BUDGET ? null : { type: 'enabled', budget_tokens: budget };
}

function toTool(tool: ToolDefinition): Anthropic.Tool {
  return {
    name: tool.name,
    description: tool.description,
    input_schema: { ...tool.parameters, type: 'object' },
  };
}

function toToolChoice({ toolChoice, parallelToolCalls }: ModelRequest): Anthropic.ToolChoice {
  const parallel = { disable_parallel_tool_use: !parallelToolCalls };
  switch (toolChoice) {
    case 'none':
      return { type: 'none' };
    case 'auto':
      return { type: 'auto', ...parallel };
    case 'required':
      return { type: 'any', ...parallel };
    default:
      return { type: 'tool', name: toolChoice.name, ...parallel };
  }
}

const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const;

function toOutputConfig(request: ModelRequest, target: AnthropicTarget): Anthropic.OutputConfig | null {
  const effort = target.takesEffort ? EFFORTS.find((each) => each === request.reasoningEffort) : undefined;
  const schema = schemaOf(request.responseFormat);
  if (!effort && !schema) return null;
  return { ...(effort ? { effort } : {}), ...(schema ? { format: { type: 'json_schema', schema } } : {}) };
}

/** Letta keeps OpenAI's form, the schema inside `json_schema`. Anthropic knows no JSON without a schema. */
function schemaOf(format: unknown): Record<string, unknown> | null {
  if (typeof format !== 'object' || format === null || Reflect.get(format, 'type') !== 'json_schema') return null;
  const wrapped: unknown = Reflect.get(format, 'json_schema');
  if (typeof wrapped !== 'object' || wrapped === null) return null;
  const schema: unknown = Reflect.get(wrapped, 'schema');
  return typeof schema === 'object' && schema !== null ? { ...schema } : null;
}
