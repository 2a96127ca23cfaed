import { z } from 'zod';
import { type ContentPart, type StoredApproval, textOf } from '#server/embedded/agent-loop/stored-content.ts';
import { newId } from '#server/embedded/ids.ts';
import { invalidFields, unprocessable } from '#server/embedded/letta-error.ts';
import type { ToolDefinition } from '#server/embedded/models/chat-model.ts';
import { nowIso } from '#server/embedded/times.ts';

const contentPart = z.union([
  z.looseObject({ type: z.literal('text'), text: z.string() }),
  z.looseObject({ type: z.literal('image'), source: z.record(z.string(), z.unknown()) }),
]);
const content = z.union([z.string(), z.array(contentPart).min(1)]);

/** A message to be said, or to begin with. */
export const messageCreate = z.looseObject({
  type: z.literal('message').default('message'),
  role: z.enum(['user', 'system', 'assistant']),
  content,
  name: z.string().nullish(),
  otid: z.string().nullish(),
  sender_id: z.string().nullish(),
});

const clientReturn = z.looseObject({
  type: z.literal('tool').default('tool'),
  tool_call_id: z.string(),
  tool_return: content,
  status: z.enum(['success', 'error']).default('success'),
  stdout: z.array(z.string()).nullish(),
  stderr: z.array(z.string()).nullish(),
});
const decision = z.looseObject({
  type: z.literal('approval').default('approval'),
  tool_call_id: z.string(),
  approve: z.boolean(),
  reason: z.string().nullish(),
});
const approvalCreate = z.looseObject({
  type: z.literal('approval'),
  approvals: z.array(z.union([decision, clientReturn])).nullish(),
  // The form before several calls could be decided at once.
  approve: z.boolean().nullish(),
  approval_request_id: z.string().nullish(),
  reason: z.string().nullish(),
});
const toolReturnCreate = z.looseObject({ type: z.literal('tool_return'), tool_returns: z.array(clientReturn) });

const clientTool = z.looseObject({
  name: z.string().min(1),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
});

/** What the sends of agents and conversations have in common. */
const sendFields = {
  messages: z.array(z.union([approvalCreate, toolReturnCreate, messageCreate])).nullish(),
  input: content.nullish(),
  max_steps: z.number().int().positive().default(50),
  stream_tokens: z.boolean().default(false),
  include_pings: z.boolean().default(true),
  background: z.boolean().default(false),
  client_tools: z.array(clientTool).nullish(),
  override_model: z.string().nullish(),
  override_system: z.string().nullish(),
  system: z.string().nullish(),
  include_compaction_messages: z.boolean().default(false),
  include_return_message_types: z.array(z.string()).nullish(),
};

/** The body of a send to an agent, on both the blocking and the streaming route. */
export const sendBody = z.looseObject({ ...sendFields, streaming: z.boolean().default(false) });

/** The body of a send to a conversation: it streams unless told otherwise. */
export const conversationSendBody = z.looseObject({
  ...sendFields,
  streaming: z.boolean().default(true),
  agent_id: z.string().nullish(),
});

/** The body of a cancel; without ids every active run of the agent is meant. */
export const cancelBody = z.looseObject({ run_ids: z.array(z.string()).nullish() });

export type SendBody = z.output<typeof sendBody>;

/** What a send says: messages as they are stored, each with an `otid`, and decisions on pending calls. */
export function toTurnInput(body: SendBody) {
  const given = requireMessages(body);
  const created = given.filter((message) => message.type === 'message');
  const answers = given.flatMap(toAnswers);
  return { answers: answers.length > 0 ? answers : null, messages: created.map(toStoredMessage) };
}

/** A message as it is stored, of whichever agent. */
export function toStoredMessage(message: z.output<typeof messageCreate>) {
  return {
    id: newId('message'),
    role: message.role,
    content: JSON.stringify(toParts(message.content)),
    name: message.name ?? null,
    otid: message.otid ?? crypto.randomUUID(),
    sender_id: message.sender_id ?? null,
    created_at: nowIso(),
  };
}

/** The tools a client runs itself, as the model is told about them. */
export function toClientTools(body: SendBody): ToolDefinition[] {
  return (body.client_tools ?? []).map(({ name, description, parameters }) => ({
    name,
    description: description ?? '',
    parameters: parameters ?? { type: 'object', properties: {} },
  }));
}

/** Throws the original's 422 where an option only makes sense for a stream. */
export function requireStreamingOptions(body: SendBody): void {
  const wrong = body.stream_tokens
    ? 'stream_tokens can only be true'
    : body.background
      ? 'background can only be true'
      : null;
  const pings = body.include_pings ? null : 'include_pings can only be false';
  const option = wrong ?? pings;
  if (!option) return;
  throw unprocessable(
    `Streaming options set without streaming enabled. ${option} when streaming=true. Either set streaming=true or use default values for streaming options.`,
  );
}

type GivenMessage = NonNullable<SendBody['messages']>[number];

function requireMessages(body: SendBody): GivenMessage[] {
  if (body.messages && body.input) throw bodyError("Cannot specify both 'input' and 'messages'. Use one or the other.");
  if (body.input) return [{ type: 'message', role: 'user', content: body.input }];
  if (!body.messages) throw bodyError("Must specify either 'input' or 'messages'.");
  if (body.messages.length === 0) throw unprocessable('Messages must not be empty');
  if (body.messages.some((message) => message.type === 'message' && isBlank(message.content)))
    throw unprocessable('Messages must not be empty');
  return body.messages;
}

function toAnswers(message: GivenMessage): StoredApproval[] {
  if (message.type === 'tool_return') return message.tool_returns.map(toClientReturn);
  if (message.type !== 'approval') return [];
  if (!message.approvals) {
    return [{ type: 'approval', tool_call_id: '', approve: message.approve ?? false, reason: message.reason ?? null }];
  }
  return message.approvals.map((answer) =>
    answer.type === 'approval'
      ? { type: 'approval', tool_call_id: answer.tool_call_id, approve: answer.approve, reason: answer.reason ?? null }
      : toClientReturn(answer),
  );
}

function toClientReturn(answer: z.output<typeof clientReturn>): StoredApproval {
  return {
    type: 'tool',
    tool_return: textOf(toParts(answer.tool_return)),
    status: answer.status,
    tool_call_id: answer.tool_call_id,
    stdout: answer.stdout ?? null,
    stderr: answer.stderr ?? null,
  };
}

function isBlank(value: z.output<typeof content>): boolean {
  return typeof value === 'string' && value.trim() === '';
}

function bodyError(message: string) {
  return invalidFields([{ type: 'value_error', loc: ['body'], msg: `Value error, ${message}`, input: {} }]);
}

function toParts(value: z.output<typeof content>): ContentPart[] {
  if (typeof value === 'string') return [{ type: 'text', text: value }];
  return value.map((part) =>
    part.type === 'text' ? { type: 'text', text: part.text } : { type: 'image', source: part.source },
  );
}
