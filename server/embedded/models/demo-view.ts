import { readPromptTime } from '#server/embedded/times.ts';
import type { ModelMessage, ModelRequest, ToolDefinition } from './chat-model.ts';

/** What the demo model sees of a request. */
export interface DemoView {
  /** The last thing the person said. */
  text: string;
  tools: ToolDefinition[];
  canUse(tool: string): boolean;
  /** The human block as far as this conversation shows it; null when there is none. */
  human: string | null;
  /** The name in the human block, or the one just given. */
  name: string | null;
  /** The newest tool return, if nothing was said since. */
  lastReturn: { tool: string; ok: boolean; message: string } | null;
}

/** Reads a request the way the demo rules need it. */
export function viewOf(request: ModelRequest): DemoView {
  const human = humanBlock(request.messages);
  const last = request.messages.at(-1);
  return {
    text: lastUserText(request.messages),
    tools: request.tools,
    canUse: (tool) => request.toolChoice !== 'none' && request.tools.some(({ name }) => name === tool),
    human,
    name: human?.match(/^Name: (.+)$/m)?.[1] ?? null,
    lastReturn: last?.role === 'tool' ? readReturn(request.messages, last) : null,
  };
}

function lastUserText(messages: ModelMessage[]): string {
  const last = messages.findLast((message) => message.role === 'user' || message.role === 'system');
  if (last?.role !== 'user') return '';
  return typeof last.content === 'string'
    ? last.content
    : last.content.map((part) => (part.type === 'text' ? part.text : '')).join(' ');
}

/** The prompt may be older than the block: the return of a memory tool that ran after it holds the newer text. */
function humanBlock(messages: ModelMessage[]): string | null {
  const system = messages.find((message) => message.role === 'system');
  const prompt = typeof system?.content === 'string' ? system.content : '';
  let value = prompt.match(/<human>[\s\S]*?<value>\n([\s\S]*?)\n<\/value>/)?.[1] ?? null;
  const promptAt = readPromptTime(/last recompiled: .*/.exec(prompt)?.[0] ?? '');
  for (const message of messages) {
    if (message.role !== 'tool' || isBefore(readPromptTime(message.content), promptAt)) continue;
    const call = callOf(messages, message.toolCallId);
    const answer = readReturn(messages, message);
    if (call && /^(?:core_)?memory_/.test(call.name) && answer.ok && /"label"\s*:\s*"human"/.test(call.arguments))
      value = answer.message;
  }
  return value;
}

function isBefore(time: number | null, other: number | null): boolean {
  return time !== null && other !== null && time < other;
}

function callOf(messages: ModelMessage[], id: string) {
  for (const message of messages.toReversed()) {
    const call = message.role === 'assistant' ? message.toolCalls.find((each) => each.id === id) : undefined;
    if (call) return call;
  }
  return undefined;
}

function readReturn(messages: ModelMessage[], message: Extract<ModelMessage, { role: 'tool' }>) {
  const tool = callOf(messages, message.toolCallId)?.name ?? 'the tool';
  try {
    const answer: unknown = JSON.parse(message.content);
    if (typeof answer === 'object' && answer !== null && 'status' in answer && 'message' in answer) {
      return { tool, ok: answer.status === 'OK', message: String(answer.message) };
    }
  } catch {
    // Not our own form: take the text as it is.
  }
  return { tool, ok: true, message: message.content };
}
