import { type JsonRecord, listOf, numberOrNull, recordOf, stringOrNull, textOf, without } from './json-value.ts';
import type { ModelAnswer, ModelRequest, TraceMessage, TracePart, TraceTool } from './model-call.ts';

const READ = ['model', 'contents', 'systemInstruction', 'system_instruction', 'tools', 'config'];
const READ_OF_CONFIG = ['systemInstruction', 'system_instruction', 'tools'];

/** A request of Gemini's generateContent, as REST or as the SDK's `config` writes it. */
export function readGemini(request: JsonRecord): Omit<ModelRequest, 'blocks'> {
  const config = recordOf(request['config']);
  const both = { ...config, ...request };
  const system = both['systemInstruction'] ?? both['system_instruction'];
  return {
    shape: 'gemini',
    model: stringOrNull(request['model']),
    system: typeof system === 'string' ? system : partTexts(recordOf(system)['parts']),
    tools: listOf(both['tools']).flatMap((group) => {
      const { functionDeclarations, function_declarations: declarations } = recordOf(group);
      return listOf(functionDeclarations ?? declarations).map(toTool);
    }),
    messages: listOf(request['contents']).map(toMessage),
    parameters: { ...without(config, READ_OF_CONFIG), ...without(request, READ) },
  };
}

/** An answer of Gemini's generateContent. */
export function readGeminiAnswer(response: JsonRecord): ModelAnswer {
  const candidate = recordOf(listOf(response['candidates'])[0]);
  const usage = recordOf(response['usageMetadata'] ?? response['usage_metadata']);
  const count = (camel: string, snake: string) => numberOrNull(usage[camel] ?? usage[snake]);
  return {
    parts: toMessage(candidate['content']).parts,
    finishReason: stringOrNull(candidate['finishReason'] ?? candidate['finish_reason']),
    usage: {
      input: count('promptTokenCount', 'prompt_token_count'),
      output: count('candidatesTokenCount', 'candidates_token_count'),
      cached: count('cachedContentTokenCount', 'cached_content_token_count'),
      reasoning: count('thoughtsTokenCount', 'thoughts_token_count'),
    },
    error: null,
  };
}

function toTool(tool: unknown): TraceTool {
  const { name, description, parameters, parametersJsonSchema } = recordOf(tool);
  return { name: textOf(name), description: textOf(description), schema: parameters ?? parametersJsonSchema ?? null };
}

function toMessage(content: unknown): TraceMessage {
  const { role, parts } = recordOf(content);
  const read = listOf(parts).map((part) => toPart(recordOf(part)));
  const isReturn = read.length > 0 && read.every((part) => part.kind === 'tool-return');
  return { role: isReturn ? 'tool' : role === 'model' ? 'assistant' : String(role ?? 'user'), parts: read };
}

function toPart(part: JsonRecord): TracePart {
  const call = recordOf(part['functionCall'] ?? part['function_call']);
  const answer = recordOf(part['functionResponse'] ?? part['function_response']);
  if ('name' in call) return { kind: 'tool-call', name: textOf(call['name']), text: textOf(call['args']) };
  if ('name' in answer) return { kind: 'tool-return', name: textOf(answer['name']), text: textOf(answer['response']) };
  if (typeof part['text'] === 'string')
    return { kind: part['thought'] === true ? 'reasoning' : 'text', text: part['text'] };
  const inline = recordOf(part['inlineData'] ?? part['inline_data']);
  if ('data' in inline) return { kind: 'image', text: textOf(inline['mimeType'] ?? inline['mime_type']) };
  return { kind: 'other', text: textOf(part) };
}

function partTexts(parts: unknown): string {
  return listOf(parts)
    .map((part) => textOf(recordOf(part)['text']))
    .join('\n\n');
}
