import { z } from 'zod';
import type { ContentPart } from '#server/embedded/agent-loop/stored-content.ts';
import { newId } from '#server/embedded/ids.ts';
import { invalidFields, unprocessable } from '#server/embedded/letta-error.ts';
import { nowIso } from '#server/embedded/times.ts';

const contentPart = z.union([
  z.looseObject({ type: z.literal('text'), text: z.string() }),
  z.looseObject({ type: z.literal('image'), source: z.record(z.string(), z.unknown()) }),
]);
const content = z.union([z.string(), z.array(contentPart).min(1)]);

const messageCreate = z.looseObject({
  type: z.literal('message').default('message'),
  role: z.enum(['user', 'system', 'assistant']),
  content,
  name: z.string().nullish(),
  otid: z.string().nullish(),
  sender_id: z.string().nullish(),
});

/** The body of a send, on both the blocking and the streaming route. */
export const sendBody = z.looseObject({
  messages: z.array(messageCreate).nullish(),
  input: content.nullish(),
  max_steps: z.number().int().positive().default(50),
  streaming: z.boolean().default(false),
  stream_tokens: z.boolean().default(false),
  include_pings: z.boolean().default(true),
  background: z.boolean().default(false),
  include_return_message_types: z.array(z.string()).nullish(),
});

/** The body of a cancel; without ids every active run of the agent is meant. */
export const cancelBody = z.looseObject({ run_ids: z.array(z.string()).nullish() });

export type SendBody = z.output<typeof sendBody>;

/** The messages of a send as they are stored; each gets an `otid` if its sender gave none. */
export function toNewMessages(body: SendBody) {
  return requireMessages(body).map((message) => ({
    id: newId('message'),
    role: message.role,
    content: JSON.stringify(toParts(message.content)),
    name: message.name ?? null,
    otid: message.otid ?? crypto.randomUUID(),
    sender_id: message.sender_id ?? null,
    created_at: nowIso(),
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

function requireMessages(body: SendBody) {
  if (body.messages && body.input) throw bodyError("Cannot specify both 'input' and 'messages'. Use one or the other.");
  if (body.input) return [{ role: 'user' as const, content: body.input, name: null, otid: null, sender_id: null }];
  if (!body.messages) throw bodyError("Must specify either 'input' or 'messages'.");
  if (body.messages.length === 0) throw unprocessable('Messages must not be empty');
  if (body.messages.some((message) => isBlank(message.content))) throw unprocessable('Messages must not be empty');
  return body.messages;
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
