import { type JsonRecord, listOf, numberOrNull, recordOf, stringOrNull, textOf, without } from './json-value.ts';
import type { ModelAnswer, ModelRequest, TraceMessage, TracePart, TraceTool } from './model-call.ts';

const READ = ['model', 'messages', 'tools', 'functions'];
const SYSTEM_ROLES = ['system', 'developer'];

/** A request of the chat completions API, and of all that speak it. */
export function readOpenAiChat(request: JsonRecord): Omit<ModelRequest, 'blocks'> {
  const messages = listOf(request['messages']).map(recordOf);
  const first = messages.findIndex((message) => !SYSTEM_ROLES.includes(String(message['role'])));
  const count = first === -1 ? messages.length : first;
  return {
    shape: 'openai-chat',
    model: stringOrNull(request['model']),
    system: messages
      .slice(0, count)
      .map((message) =>
        contentParts(message['content'])
          .map((part) => part.text)
          .join('\n'),
      )
      .join('\n\n'),
    tools: listOf(request['tools']).map(toTool),
    messages: messages.slice(count).map(toMessage),
    parameters: without(request, READ),
  };
}

/** An answer of the chat completions API. */
export function readOpenAiChatAnswer(response: JsonRecord): ModelAnswer {
  const choice = recordOf(listOf(response['choices'])[0]);
  const usage = recordOf(response['usage']);
  return {
    parts: toMessage(recordOf(choice['message'])).parts,
    finishReason: stringOrNull(choice['finish_reason']),
    usage: {
      input: numberOrNull(usage['prompt_tokens']),
      output: numberOrNull(usage['completion_tokens']),
      cached: numberOrNull(recordOf(usage['prompt_tokens_details'])['cached_tokens']),
      reasoning: numberOrNull(recordOf(usage['completion_tokens_details'])['reasoning_tokens']),
    },
    error: null,
  };
}

function toTool(tool: unknown): TraceTool {
  const definition = recordOf(recordOf(tool)['function'] ?? tool);
  return {
    name: textOf(definition['name']),
    description: textOf(definition['description']),
    schema: definition['parameters'] ?? null,
  };
}

function toMessage(message: JsonRecord): TraceMessage {
  const role = String(message['role'] ?? 'assistant');
  if (role === 'tool') {
    const part: TracePart = { kind: 'tool-return', text: textOf(message['content']) };
    return { role, parts: [{ ...part, callId: textOf(message['tool_call_id']) }] };
  }
  const reasoning = reasoningText(message['reasoning_content'] ?? message['reasoning']);
  return {
    role,
    parts: [
      ...(reasoning ? [{ kind: 'reasoning' as const, text: reasoning }] : []),
      ...contentParts(message['content']),
      ...listOf(message['tool_calls']).map(toCall),
    ],
  };
}

/** Some providers give it in pieces. */
function reasoningText(reasoning: unknown): string {
  if (!Array.isArray(reasoning)) return textOf(reasoning);
  return reasoning.map((piece) => textOf(recordOf(piece)['text'] ?? piece)).join('\n');
}

function contentParts(content: unknown): TracePart[] {
  if (content === null || content === undefined || content === '') return [];
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  return listOf(content).map((each) => {
    const part = recordOf(each);
    if (typeof part['text'] === 'string') return { kind: 'text', text: part['text'] };
    if (part['type'] === 'image_url') return { kind: 'image', text: textOf(recordOf(part['image_url'])['url']) };
    return { kind: 'other', text: textOf(each) };
  });
}

function toCall(call: unknown): TracePart {
  const { id, function: called } = recordOf(call);
  const { name, arguments: args } = recordOf(called);
  return { kind: 'tool-call', name: textOf(name), callId: textOf(id), text: textOf(args) };
}
