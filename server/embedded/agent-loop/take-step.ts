import { newId, partOtid, precedingMessageId } from '#server/embedded/ids.ts';
import type { ModelEvent, ModelToolCall, ModelUsage } from '#server/embedded/models/chat-model.ts';
import type { NewMessage } from '#server/embedded/store/messages.ts';
import { nowIso } from '#server/embedded/times.ts';
import type { ContentPart } from './stored-content.ts';
import { envelope } from './to-letta-messages.ts';
import type { Turn } from './turn.ts';

/** What the model gave in one step. */
export interface StepOutput {
  /** What is stored: a message with the text and the calls to run, one with the calls that wait, or both. */
  messages: NewMessage[];
  /** The calls to run now. */
  toolCalls: ModelToolCall[];
  /** The calls that wait for a person or for the client. */
  heldCalls: ModelToolCall[];
  usage: ModelUsage | null;
  finishReason: string | null;
  /** The provider's whole answer, for the trace. */
  response: Record<string, unknown> | null;
}

type ToolCallEvent = Extract<ModelEvent, { type: 'tool-call' }>;
type PartKind = 'reasoning' | 'text' | 'tool-call' | 'held-call';

/**
 * Collects a model's events into messages to store, and sends each event on as a delta while it comes. Calls of tools
 * for which `isHeld` are not run: they are sent and stored as a request for approval.
 */
export function createStepCollector(turn: Turn, stepId: string, isHeld: (tool: string) => boolean) {
  const id = newId('message');
  const heldId = precedingMessageId(id);
  const createdAt = nowIso();
  const order: PartKind[] = [];
  const calls = createCallList();
  const content = createContent();
  let usage: ModelUsage | null = null;
  let finishReason: string | null = null;
  let response: Record<string, unknown> | null = null;

  const send = (kind: PartKind, type: string, fields: Record<string, unknown>) => {
    if (!order.includes(kind)) order.push(kind);
    if (!turn.options.streamTokens) return;
    const messageId = kind === 'held-call' ? heldId : id;
    const otid = kind === 'held-call' ? heldId : partOtid(id, order.indexOf(kind));
    const row = { id: messageId, created_at: createdAt, step_id: stepId, run_id: turn.runId };
    turn.send({ ...envelope(row, type), otid, ...fields });
  };
  const sendCall = (event: ToolCallEvent) => {
    const call = calls.add(event);
    if (isHeld(call.name)) {
      const delta = { name: event.name ?? null, arguments: event.argumentsDelta || null, tool_call_id: call.id };
      send('held-call', 'approval_request_message', { tool_call: delta, tool_calls: delta });
    } else {
      const delta = {
        ...(event.name ? { name: event.name } : {}),
        ...(event.argumentsDelta ? { arguments: event.argumentsDelta } : {}),
        tool_call_id: call.id,
      };
      send('tool-call', 'tool_call_message', { tool_call: delta, tool_calls: delta });
    }
  };
  return {
    take(event: ModelEvent) {
      switch (event.type) {
        case 'reasoning':
          content.addReasoning(event.delta);
          send('reasoning', 'reasoning_message', { source: 'reasoner_model', reasoning: event.delta, signature: null });
          break;
        case 'reasoning-signature':
          content.sign(event.signature);
          break;
        case 'redacted-reasoning':
          content.addRedacted(event.data);
          send('reasoning', 'hidden_reasoning_message', { state: 'redacted', hidden_reasoning: event.data });
          break;
        case 'text':
          content.addText(event.delta);
          send('text', 'assistant_message', { content: event.delta });
          break;
        case 'tool-call':
          sendCall(event);
          break;
        case 'usage':
          usage = event.usage;
          break;
        case 'response':
          response = event.body;
          break;
        case 'finish':
          finishReason = event.reason;
      }
    },
    output({ keepCalls }: { keepCalls: boolean }): StepOutput {
      const list = keepCalls ? calls.list : [];
      const heldCalls = list.filter((call) => isHeld(call.name));
      const toolCalls = list.filter((call) => !isHeld(call.name));
      const base = { agent_id: turn.agent.id, model: turn.model.name, run_id: turn.runId, step_id: stepId };
      const message = (role: string, messageId: string, parts: ContentPart[], own: ModelToolCall[]): NewMessage => ({
        ...base,
        id: messageId,
        role,
        content: JSON.stringify(parts),
        tool_calls: own.length > 0 ? JSON.stringify(own.map(toStoredCall)) : null,
        created_at: createdAt,
      });
      const said = content.parts;
      const messages: NewMessage[] = [];
      const isAllHeld = heldCalls.length > 0 && toolCalls.length === 0;
      if (!isAllHeld && (said.length > 0 || toolCalls.length > 0))
        messages.push(message('assistant', id, said, toolCalls));
      if (heldCalls.length > 0) messages.push(message('approval', heldId, isAllHeld ? said : [], heldCalls));
      return { messages, toolCalls, heldCalls, usage, finishReason, response };
    },
  };
}

/** The reasoning and text of a step; pieces of one kind become one part, a signature ends a piece of reasoning. */
function createContent() {
  const parts: ContentPart[] = [];
  return {
    parts,
    addReasoning(delta: string) {
      const last = parts.at(-1);
      if (last?.type === 'reasoning' && last.signature === null) last.reasoning += delta;
      else parts.push({ type: 'reasoning', is_native: true, reasoning: delta, signature: null });
    },
    sign(signature: string) {
      const last = parts.at(-1);
      if (last?.type === 'reasoning' && last.signature === null) last.signature = signature;
      // Some providers sign reasoning that they do not show.
      else parts.push({ type: 'reasoning', is_native: true, reasoning: '', signature });
    },
    addRedacted(data: string) {
      parts.push({ type: 'redacted_reasoning', data });
    },
    addText(delta: string) {
      const last = parts.at(-1);
      if (last?.type === 'text') last.text += delta;
      else parts.push({ type: 'text', text: delta });
    },
  };
}

/**
 * Tool calls in the order they came. The first delta of a call carries its name and id, later ones a piece of its
 * arguments under the same index. Some endpoints send several whole calls, all with index 0: another id is another call.
 */
function createCallList() {
  const list: ModelToolCall[] = [];
  const open = new Map<number, ModelToolCall>();
  const callOf = ({ index, id }: ToolCallEvent): ModelToolCall => {
    const known = open.get(index);
    if (known && (id === undefined || id === known.id)) return known;
    const call = { id: id ?? `call_${crypto.randomUUID()}`, name: '', arguments: '' };
    open.set(index, call);
    list.push(call);
    return call;
  };
  return {
    list,
    add(event: ToolCallEvent): ModelToolCall {
      const call = callOf(event);
      call.name = event.name ?? call.name;
      call.arguments += event.argumentsDelta ?? '';
      return call;
    },
  };
}

/** Arguments that are no JSON count as none, as in the original: providers refuse them in a history. */
function toStoredCall(call: ModelToolCall) {
  const text = isJson(call.arguments) ? call.arguments : '{}';
  return { id: call.id, type: 'function', function: { name: call.name, arguments: text } };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
