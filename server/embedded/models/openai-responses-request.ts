import type OpenAI from 'openai';
import { USER_ID } from '#server/embedded/ids.ts';
import type { ModelContentPart, ModelMessage, ModelRequest, ToolDefinition } from './chat-model.ts';
import { textOf } from './openai-chat-request.ts';

export type ResponseParams = OpenAI.Responses.ResponseCreateParamsNonStreaming;
type InputItem = OpenAI.Responses.ResponseInputItem;
type InputPart = OpenAI.Responses.ResponseInputContent;
type TextFormat = OpenAI.Responses.ResponseFormatTextConfig;
type Effort = NonNullable<OpenAI.ReasoningEffort>;

/** Whether a model speaks the Responses API: decided by its name alone, as the original does. */
export function usesResponsesApi(model: string): boolean {
  return /^(?:o1|o3|o4|gpt-5)/.test(model);
}

/**
 * The body of a Responses request, its fields in the original's order. Nothing is kept at the provider: the reasoning
 * comes back encrypted, and is sent again with the next request. These models take no temperature.
 */
export function toResponseParams(request: ModelRequest, model: string): ResponseParams {
  const params: ResponseParams = {
    model,
    input: request.messages.flatMap(toInputItems),
    include: ['reasoning.encrypted_content'],
  };
  if (request.maxOutputTokens !== null) params.max_output_tokens = request.maxOutputTokens;
  if (request.tools.length > 0) params.parallel_tool_calls = request.parallelToolCalls;
  const effort = toEffort(request.reasoningEffort, model);
  params.reasoning = { ...(effort ? { effort } : {}), summary: 'detailed' };
  params.store = false;
  const format = toTextFormat(request.responseFormat);
  if (format) params.text = { format };
  if (request.tools.length > 0) {
    params.tool_choice =
      typeof request.toolChoice === 'string' ? request.toolChoice : { type: 'function', name: request.toolChoice.name };
    params.tools = request.tools.map(toTool);
  }
  params.user = USER_ID;
  return params;
}

/** Not strict: that would demand schemas in which every parameter is required. */
function toTool(tool: ToolDefinition): OpenAI.Responses.FunctionTool {
  return {
    type: 'function',
    name: tool.name,
    description: tool.description,
    parameters: tool.parameters,
    strict: false,
  };
}

const EFFORTS: readonly string[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] satisfies Effort[];

/** The o models know three efforts only, and `minimal` is known to the first gpt-5 alone: the nearest one is asked for. */
function toEffort(effort: string | null, model: string): Effort | null {
  if (effort === null || !isEffort(effort)) return null;
  if (model.startsWith('o')) {
    if (effort === 'none' || effort === 'minimal') return 'low';
    return effort === 'xhigh' || effort === 'max' ? 'high' : effort;
  }
  return effort === 'minimal' && model.startsWith('gpt-5.') ? 'low' : effort;
}

function isEffort(value: string): value is Effort {
  return EFFORTS.includes(value);
}

function toInputItems(message: ModelMessage): InputItem[] {
  switch (message.role) {
    case 'system':
      return [{ role: 'developer', content: textOf(message.content) }];
    case 'user':
      return [
        {
          role: 'user',
          content: typeof message.content === 'string' ? message.content : message.content.map(toInputPart),
        },
      ];
    case 'tool':
      return [{ type: 'function_call_output', call_id: message.toolCallId, output: message.content }];
    case 'assistant':
      return toAssistantItems(message);
  }
}

function toInputPart(part: ModelContentPart): InputPart {
  return part.type === 'text'
    ? { type: 'input_text', text: part.text }
    : { type: 'input_image', image_url: part.image_url.url, detail: 'auto' };
}

/** Reasoning without a signature cannot be sent back, and reasoning that led to nothing is refused. */
function toAssistantItems(message: Extract<ModelMessage, { role: 'assistant' }>): InputItem[] {
  const answer: InputItem[] = [];
  if (message.content) answer.push({ role: 'assistant', content: message.content });
  for (const call of message.toolCalls)
    answer.push({ type: 'function_call', call_id: call.id, name: call.name, arguments: call.arguments });
  if (answer.length === 0) return [];
  const reasoning = message.reasoning.flatMap((piece): InputItem[] => {
    if (!('text' in piece) || piece.signature === null) return [];
    const summary = piece.text ? [{ type: 'summary_text' as const, text: piece.text }] : [];
    // The types demand an id, but an unstored item has none that the provider would find.
    return [{ type: 'reasoning', summary, encrypted_content: piece.signature } as InputItem];
  });
  return [...reasoning, ...answer];
}

/** Chat completions wrap a schema in `json_schema`; here its fields lie open. */
function toTextFormat(format: unknown): TextFormat | null {
  if (typeof format !== 'object' || format === null) return null;
  const type: unknown = Reflect.get(format, 'type');
  if (type === 'json_object') return { type };
  const wrapped: unknown = Reflect.get(format, 'json_schema');
  if (type !== 'json_schema' || typeof wrapped !== 'object' || wrapped === null) return null;
  const { name, schema, strict, description } = { ...wrapped } as Partial<
    OpenAI.ResponseFormatJSONSchema['json_schema']
  >;
  return {
    type,
    name: name ?? 'answer',
    schema: schema ?? {},
    ...(strict === undefined ? {} : { strict }),
    ...(description === undefined ? {} : { description }),
  };
}
