import { dropDraft, keepDraft, readDraft } from '#components/session/draft-store.ts';
import { type ThreadSession, threadKey } from '#components/session/thread-session.ts';
import type { ThreadRef } from '#lib/letta/agents.ts';
import { randomId } from '#lib/random-id.ts';
import type { SendOutcome } from '#lib/runs/run-store.ts';
import type { OutgoingMessage, OutgoingPart } from '#lib/runs/send-intent.ts';
import { dropAttachments, readAttachments, restoreAttachments } from './attachments-store.ts';
import { enqueueFirst, enqueueMessage } from './message-queue-store.ts';
import { rememberSaid } from './said-store.ts';
import { readSendOptions, readSendSettings } from './send-options-store.ts';
import { threadDraftName } from './thread-draft.ts';

/** Messages that this tab sent, by `otid`: one of them may come back. */
const sentHere = new Map<string, OutgoingMessage>();

/** The draft that holds a message on its way, so that a reload before it arrived loses nothing. */
const SENDING = 'sending';

/** The name of the draft of a thread's next message. */
export function messageDraft(ref: ThreadRef): string {
  return threadDraftName('message', ref);
}

/** The name of the draft of a message on its way; its `base` is the message's `otid`. */
export function sendingDraft(ref: ThreadRef): string {
  return threadDraftName(SENDING, ref);
}

/** What is written in a thread as a message; null when there is nothing. */
export function draftedMessage(ref: ThreadRef): OutgoingMessage | null {
  const text = readDraft(ref, messageDraft(ref))?.text ?? '';
  const images = readAttachments(ref);
  if (text.trim() === '' && images.length === 0) return null;
  const { role, senderId } = readSendSettings(ref);
  const parts: OutgoingPart[] = [
    ...(text.trim() === '' ? [] : [{ type: 'text' as const, text }]),
    ...images.map((image) => image.part),
  ];
  return {
    role,
    content: images.length === 0 ? text : parts,
    otid: randomId(),
    ...(senderId ? { sender_id: senderId } : {}),
  };
}

/** Takes what is written in a thread as a message; null when there is nothing. The draft is gone after it. */
export function takeDraft(ref: ThreadRef): OutgoingMessage | null {
  const message = draftedMessage(ref);
  if (message === null) return null;
  rememberSaid(ref, readDraft(ref, messageDraft(ref))?.text ?? '');
  dropDraft(ref, messageDraft(ref));
  dropAttachments(ref);
  return message;
}

/** Puts a message that did not arrive before whatever was written since. */
export function putBack(ref: ThreadRef, message: OutgoingMessage): void {
  const parts = typeof message.content === 'string' ? [] : message.content;
  const text =
    typeof message.content === 'string'
      ? message.content
      : parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
  const written = readDraft(ref, messageDraft(ref))?.text;
  keepDraft(ref, messageDraft(ref), { text: [text, written].filter(Boolean).join('\n'), base: '' });
  restoreAttachments(ref, parts);
}

/** The message with this `otid`, if this tab sent it; it is forgotten then. */
export function wasSentHere(otid: string): OutgoingMessage | undefined {
  const message = sentHere.get(otid);
  sentHere.delete(otid);
  return message;
}

/** Lets what is written wait until the agent is free. */
export function queueDraft({ ref }: ThreadSession): void {
  const message = takeDraft(ref);
  if (message) enqueueMessage(threadKey(ref), message);
}

/**
 * Sends a message once. What does not arrive is put back, or waits where another tab's turn goes on. A message of which
 * nobody knows whether it arrived is looked for first.
 */
export async function sendMessage(session: ThreadSession, given: OutgoingMessage): Promise<SendOutcome | 'busy'> {
  const { ref } = session;
  const unsure = readDraft(ref, sendingDraft(ref));
  const text = typeof given.content === 'string' ? given.content : '';
  const message = unsure && unsure.text === text && text !== '' ? { ...given, otid: unsure.base } : given;
  if (message !== given && (await session.find(message.otid))) {
    dropDraft(ref, sendingDraft(ref));
    return 'sent';
  }
  keepDraft(ref, sendingDraft(ref), { text, base: message.otid });
  sentHere.set(message.otid, message);
  const outcome = await session.send({ kind: 'message', message, options: readSendOptions(ref) });
  if (outcome !== 'unsure') dropDraft(ref, sendingDraft(ref));
  if (outcome === 'busy') enqueueFirst(threadKey(ref), message);
  else if (outcome !== 'sent') putBack(ref, message);
  return outcome;
}
