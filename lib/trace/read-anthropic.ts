import { type JsonRecord, listOf, numberOrNull, recordOf, stringOrNull, textOf, without } from './json-value.ts';
import type { ModelAnswer, ModelRequest, TraceMessage, TracePart, TraceTool } from './model-call.ts';

const READ = ['model', 'system', 'messages', 'tools'];

/** A request of Anthropic's messages API. */
export function readAnthropic(request: JsonRecord): Omit<ModelRequest, 'blocks'> {
  const system = request['system'];
  return {
    shape: 'anthropic',
    model: stringOrNull(request['model']),
    system:
      typeof system === 'string'
        ? system
        : listOf(system)
            .map((part) => textOf(recordOf(part)['text']))
            .join('\n\n'),
    tools: listOf(request['tools']).map(toTool),
    messages: listOf(request['messages']).map(toMessage),
    parameters: without(request, READ),
  };
}

/** An answer of Anthropic's messages API. */
export function readAnthropicAnswer(response: JsonRecord): ModelAnswer {
  const usage = recordOf(response['usage']);
  const read = numberOrNull(usage['cache_read_input_tokens']);
  const written = numberOrNull(usage['cache_creation_input_tokens']);
  const fresh = numberOrNull(usage['input_tokens']);
  return {
    parts: toParts(response['content']),
    finishReason: stringOrNull(response['stop_reason']),
    usage: {
      // Anthropic counts what it read from and wrote to the cache apart.
      input: fresh === null ? null : fresh + (read ?? 0) + (written ?? 0),
      output: numberOrNull(usage['output_tokens']),
      cached: read,
      reasoning: null,
    },
    error: null,
  };
}

function toTool(tool: unknown): TraceTool {
  const { name, type, description, input_schema: schema } = recordOf(tool);
  return { name: textOf(name ?? type), description: textOf(description), schema: schema ?? null };
}

function toMessage(message: unknown): TraceMessage {
  const { role, content } = recordOf(message);
  const parts = toParts(content);
  const isReturn = parts.length > 0 && parts.every((part) => part.kind === 'tool-return');
  return { role: isReturn ? 'tool' : String(role ?? 'user'), parts };
}

function toParts(content: unknown): TracePart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content }];
  return listOf(content).map((each) => toPart(recordOf(each)));
}

function toPart(part: JsonRecord): TracePart {
  switch (part['type']) {
    case 'text':
      return { kind: 'text', text: textOf(part['text']) };
    case 'thinking':
      return { kind: 'reasoning', text: textOf(part['thinking']) };
    case 'redacted_thinking':
      return { kind: 'reasoning', text: '(redacted)' };
    case 'tool_use':
      return { kind: 'tool-call', name: textOf(part['name']), callId: textOf(part['id']), text: textOf(part['input']) };
    case 'tool_result':
      return { kind: 'tool-return', callId: textOf(part['tool_use_id']), text: returnText(part['content']) };
    case 'image': {
      const { url, media_type: mediaType } = recordOf(part['source']);
      return { kind: 'image', text: textOf(url ?? mediaType) };
    }
    default:
      return { kind: 'other', text: textOf(part) };
  }
}

function returnText(content: unknown): string {
  if (!Array.isArray(content)) return textOf(content);
  return content.map((part) => textOf(recordOf(part)['text'] ?? part)).join('\n');
}
