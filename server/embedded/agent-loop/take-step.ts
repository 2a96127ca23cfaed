import { newId, partOtid } from '#server/embedded/ids.ts';
import type { ModelEvent, ModelToolCall, ModelUsage } from '#server/embedded/models/chat-model.ts';
import type { NewMessage } from '#server/embedded/store/messages.ts';
import { nowIso } from '#server/embedded/times.ts';
import type { ContentPart } from './stored-content.ts';
import { envelope } from './to-letta-messages.ts';
import type { Turn } from './turn.ts';

/** What the model gave in one step. */
export interface StepOutput {
  message: NewMessage;
  toolCalls: ModelToolCall[];
  usage: ModelUsage | null;
  finishReason: string | null;
  /** Whether there is anything to keep. */
  isEmpty: boolean;
}

type ToolCallEvent = Extract<ModelEvent, { type: 'tool-call' }>;
type PartKind = 'reasoning' | 'text' | 'tool-call';

/**
 * Collects a model's events into one message to store, and sends each event on as a delta while it comes.
 * A model that fails after the first word loses nothing that was sent: the caller keeps `output()`.
 */
export function createStepCollector(turn: Turn, stepId: string) {
  const id = newId('message');
  const createdAt = nowIso();
  const order: PartKind[] = [];
  const calls = createCallList();
  const text = { reasoning: '', text: '' };
  let usage: ModelUsage | null = null;
  let finishReason: string | null = null;

  const otidOf = (kind: PartKind) => {
    if (!order.includes(kind)) order.push(kind);
    return partOtid(id, order.indexOf(kind));
  };
  const send = (kind: PartKind, type: string, fields: Record<string, unknown>) => {
    const otid = otidOf(kind);
    if (turn.options.streamTokens) {
      turn.send({
        ...envelope({ id, created_at: createdAt, step_id: stepId, run_id: turn.runId }, type),
        otid,
        ...fields,
      });
    }
  };

  return {
    take(event: ModelEvent) {
      switch (event.type) {
        case 'reasoning':
          text.reasoning += event.delta;
          send('reasoning', 'reasoning_message', { source: 'reasoner_model', reasoning: event.delta, signature: null });
          break;
        case 'text':
          text.text += event.delta;
          send('text', 'assistant_message', { content: event.delta });
          break;
        case 'tool-call': {
          const delta = calls.add(event);
          send('tool-call', 'tool_call_message', { tool_call: delta, tool_calls: delta });
          break;
        }
        case 'usage':
          usage = event.usage;
          break;
        case 'finish':
          finishReason = event.reason;
      }
    },
    output({ keepCalls }: { keepCalls: boolean }): StepOutput {
      const toolCalls = keepCalls ? calls.list : [];
      const content = toContent(text);
      const message: NewMessage = {
        id,
        agent_id: turn.agent.id,
        role: 'assistant',
        content: JSON.stringify(content),
        model: turn.model.name,
        tool_calls: toolCalls.length > 0 ? JSON.stringify(toolCalls.map(toStoredCall)) : null,
        run_id: turn.runId,
        step_id: stepId,
        created_at: createdAt,
      };
      return { message, toolCalls, usage, finishReason, isEmpty: content.length === 0 && toolCalls.length === 0 };
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
    /** Adds a delta and gives it the form clients get. */
    add(event: ToolCallEvent): Record<string, string> {
      const call = callOf(event);
      call.name = event.name ?? call.name;
      call.arguments += event.argumentsDelta ?? '';
      return {
        ...(event.name ? { name: event.name } : {}),
        ...(event.argumentsDelta ? { arguments: event.argumentsDelta } : {}),
        tool_call_id: call.id,
      };
    },
  };
}

function toContent(text: { reasoning: string; text: string }): ContentPart[] {
  const parts: ContentPart[] = [];
  if (text.reasoning) parts.push({ type: 'reasoning', is_native: true, reasoning: text.reasoning, signature: null });
  if (text.text) parts.push({ type: 'text', text: text.text });
  return parts;
}

function toStoredCall(call: ModelToolCall) {
  return { id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments } };
}
