import type { Exchange, ScriptStep } from './recordings.ts';

type Message = Record<string, unknown>;

/** What the model must have answered for a recorded REST exchange to come out as it did. */
export function deriveScript({ name, response }: Exchange): ScriptStep[] {
  const error = name.match(/llm(?:-error)?-(\d{3})/)?.[1];
  if (error) return [{ error: Number(error) }];
  const body = response.body;
  if (typeof body !== 'object' || body === null) return [];
  if ('messages' in body && Array.isArray(body.messages)) return stepsOf(body.messages as Message[]);
  if ('summary' in body && 'num_messages_before' in body) return [{ text: String(body.summary) }];
  return 'content' in body && 'usage' in body ? [{ text: String(body.content) }] : [];
}

function stepsOf(messages: Message[]): ScriptStep[] {
  const steps = new Map<string, ScriptStep>();
  for (const message of messages) {
    const step = steps.get(String(message['step_id'])) ?? {};
    if (!addTo(step, message)) continue;
    steps.set(String(message['step_id']), step);
  }
  return [...steps.values()];
}

/** Adds a message the model wrote to its step; false for what it did not write. */
function addTo(step: ScriptStep, message: Message): boolean {
  switch (message['message_type']) {
    case 'reasoning_message':
      step.reasoning = String(message['reasoning']);
      return true;
    case 'assistant_message':
      step.text = String(message['content']);
      return true;
    case 'tool_call_message':
    case 'approval_request_message': {
      const calls = message['tool_calls'] as { name: string; arguments: string }[];
      step.tools = [...(step.tools ?? []), ...calls.map((call) => ({ name: call.name, args: call.arguments }))];
      return true;
    }
    default:
      return false;
  }
}
