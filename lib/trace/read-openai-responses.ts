import { type JsonRecord, listOf, numberOrNull, recordOf, stringOrNull, textOf, without } from './json-value.ts';
import type { ModelAnswer, ModelRequest, TraceMessage, TracePart, TraceTool } from './model-call.ts';

const READ = ['model', 'input', 'instructions', 'tools'];
const SYSTEM_ROLES = ['system', 'developer'];

/** A request of the Responses API. */
export function readOpenAiResponses(request: JsonRecord): Omit<ModelRequest, 'blocks'> {
  const input = request['input'];
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : listOf(input).map(recordOf);
  const isSystem = (item: JsonRecord) => SYSTEM_ROLES.includes(String(item['role']));
  const system = items.filter(isSystem).map((item) =>
    contentParts(item['content'])
      .map((part) => part.text)
      .join('\n'),
  );
  return {
    shape: 'openai-responses',
    model: stringOrNull(request['model']),
    system: [textOf(request['instructions']), ...system].filter(Boolean).join('\n\n'),
    tools: listOf(request['tools']).map(toTool),
    messages: items.filter((item) => !isSystem(item)).map(toMessage),
    parameters: without(request, READ),
  };
}

/** An answer of the Responses API. */
export function readOpenAiResponsesAnswer(response: JsonRecord): ModelAnswer {
  const usage = recordOf(response['usage']);
  return {
    parts: listOf(response['output']).flatMap((item) => toMessage(recordOf(item)).parts),
    finishReason: stringOrNull(recordOf(response['incomplete_details'])['reason']) ?? stringOrNull(response['status']),
    usage: {
      input: numberOrNull(usage['input_tokens']),
      output: numberOrNull(usage['output_tokens']),
      cached: numberOrNull(recordOf(usage['input_tokens_details'])['cached_tokens']),
      reasoning: numberOrNull(recordOf(usage['output_tokens_details'])['reasoning_tokens']),
    },
    error: stringOrNull(recordOf(response['error'])['message']),
  };
}

function toTool(tool: unknown): TraceTool {
  const { name, type, description, parameters } = recordOf(tool);
  return { name: textOf(name ?? type), description: textOf(description), schema: parameters ?? null };
}

function toMessage(item: JsonRecord): TraceMessage {
  const callId = textOf(item['call_id']);
  switch (item['type']) {
    case 'function_call':
      return {
        role: 'assistant',
        parts: [{ kind: 'tool-call', name: textOf(item['name']), callId, text: textOf(item['arguments']) }],
      };
    case 'function_call_output':
      return { role: 'tool', parts: [{ kind: 'tool-return', callId, text: textOf(item['output']) }] };
    case 'reasoning': {
      const summary = listOf(item['summary']).map((each) => textOf(recordOf(each)['text']));
      return { role: 'assistant', parts: [{ kind: 'reasoning', text: summary.join('\n\n') || '(encrypted)' }] };
    }
    default:
      return { role: String(item['role'] ?? 'assistant'), parts: contentParts(item['content']) };
  }
}

function contentParts(content: unknown): TracePart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content }];
  return listOf(content).map((each) => {
    const part = recordOf(each);
    if (typeof part['text'] === 'string') return { kind: 'text', text: part['text'] };
    if (typeof part['refusal'] === 'string') return { kind: 'text', text: part['refusal'] };
    if (part['type'] === 'input_image') return { kind: 'image', text: textOf(part['image_url']) };
    return { kind: 'other', text: textOf(each) };
  });
}
