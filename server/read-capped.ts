import type { IncomingMessage } from 'node:http';

/** The body of a request as text; undefined when it is longer than `most` bytes, the rest of it unread. */
export async function readCapped(incoming: IncomingMessage, most: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
