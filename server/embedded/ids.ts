import { randomUUID } from 'node:crypto';
import { badRequest, invalidFields } from './letta-error.ts';

/** The one user and organisation of a server without accounts, as the original names them. */
export const USER_ID = 'user-00000000-0000-4000-8000-000000000000';
export const ORGANIZATION_ID = 'org-00000000-0000-4000-8000-000000000000';

const UUID4 = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const EXAMPLE_UUID = '123e4567-e89b-42d3-8456-426614174000';

export type IdPrefix =
  | 'agent'
  | 'agent-env'
  | 'block'
  | 'tool'
  | 'message'
  | 'conv'
  | 'run'
  | 'step'
  | 'provider'
  | 'mcp_server'
  | 'provider_trace'
  | 'archive'
  | 'passage'
  | 'ping';

/** A fresh id, for example `agent-<uuid4>`. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}-${randomUUID()}`;
}

/** Returns `value` if it is an id of this kind, else throws the original's 422. */
export function requireId(prefix: IdPrefix, value: string, parameter: string = `${prefix}_id`): string {
  const pattern = `^${prefix}-${UUID4}$`;
  if (new RegExp(pattern).test(value)) return value;
  const issue = {
    type: 'string_pattern_mismatch',
    loc: ['path', parameter],
    msg: `String should match pattern '${prefix}-{uuid4}'`,
    input: value,
    ctx: { pattern },
  };
  throw invalidFields([issue], [`${prefix}-${EXAMPLE_UUID}`]);
}

/**
 * The id before a message's: the original streams what needs approval under it, and stores the message with it, so that
 * clients that merge by id keep the request apart from the text before it.
 */
export function precedingMessageId(messageId: string): string {
  const head = messageId.slice(0, -12);
  const tail = (Number.parseInt(messageId.slice(-12), 16) + 0xffffffffffff) % 0x1000000000000;
  return head + tail.toString(16).padStart(12, '0');
}

/**
 * The id a client uses for one part of a stored message: the message's uuid with its last 7 bits
 * replaced by the part's index, as the original makes it.
 */
export function partOtid(messageId: string, index: number): string {
  const uuid = messageId.replace(/^message-/, '');
  const lastByte = (Number.parseInt(uuid.slice(-2), 16) & 0x80) | (index & 0x7f);
  return uuid.slice(0, -2) + lastByte.toString(16).padStart(2, '0');
}

/** Throws the original's 400 if the `user_id` header is no user id. Any well-formed one means the one user there is. */
export function requireUserId(value: string | undefined): void {
  if (value === undefined || new RegExp(`^user-${UUID4}$`).test(value)) return;
  throw badRequest(`INVALID_ARGUMENT: Invalid user ID format: ${value}. Expected format: 'user-<uuid4>'`);
}
