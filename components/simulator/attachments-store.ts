import { create } from 'zustand';
import { threadKey } from '#components/session/thread-session.ts';
import type { ThreadRef } from '#lib/letta/agents.ts';
import { randomId } from '#lib/random-id.ts';
import type { OutgoingPart } from '#lib/runs/send-intent.ts';

/** An image that goes along with the next message. */
export interface Attachment {
  id: string;
  name: string;
  part: Extract<OutgoingPart, { type: 'image' }>;
}

// Images are too large for the browser's storage of drafts: they live as long as the page.
const useStore = create<{ byThread: Record<string, Attachment[]> }>(() => ({ byThread: {} }));

const NONE: Attachment[] = [];

export function useAttachments(ref: ThreadRef): Attachment[] {
  const key = threadKey(ref);
  return useStore((state) => state.byThread[key]) ?? NONE;
}

export function readAttachments(ref: ThreadRef): Attachment[] {
  return useStore.getState().byThread[threadKey(ref)] ?? NONE;
}

export function addAttachment(ref: ThreadRef, attachment: Attachment): void {
  change(ref, (known) => [...known, attachment]);
}

export function removeAttachment(ref: ThreadRef, id: string): void {
  change(ref, (known) => known.filter((attachment) => attachment.id !== id));
}

export function dropAttachments(ref: ThreadRef): void {
  change(ref, () => NONE);
}

/** Puts the images of a message that did not arrive back. */
export function restoreAttachments(ref: ThreadRef, parts: OutgoingPart[]): void {
  const images = parts.flatMap((part, index) =>
    part.type === 'image' ? [{ id: randomId(), name: `image ${index + 1}`, part }] : [],
  );
  change(ref, (known) => [...images, ...known]);
}

function change(ref: ThreadRef, next: (known: Attachment[]) => Attachment[]): void {
  const key = threadKey(ref);
  useStore.setState(({ byThread }) => ({ byThread: { ...byThread, [key]: next(byThread[key] ?? NONE) } }));
}
