import { Readable } from 'node:stream';

const MB = 1024 * 1024;

/** The most a body may hold, in bytes: JSON is kept in memory before it is sent on, uploads are streamed. */
const BODY_LIMITS = { json: 25 * MB, upload: 200 * MB } as const;

export type RequestBody =
  | { kind: 'none' }
  | { kind: 'buffered'; bytes: Uint8Array }
  /** `length` is undefined when the sender did not say. The stream fails with `BodyTooLargeError` past the limit. */
  | { kind: 'streamed'; stream: Readable; length: number | undefined };

export class BodyTooLargeError extends Error {
  readonly limit: number;

  constructor(limit: number) {
    super(`The body is larger than ${limit} bytes.`);
    this.name = 'BodyTooLargeError';
    this.limit = limit;
  }
}

/** The sender broke off before the end of its body. */
export class BodyIncompleteError extends Error {}

/**
 * Takes the body of a request. JSON is read to its end first, so that a sender who breaks off never causes half a call.
 * Throws `BodyTooLargeError` or `BodyIncompleteError`.
 */
export async function readRequestBody(request: Request, onChunk: () => void): Promise<RequestBody> {
  if (!request.body) return { kind: 'none' };
  const isUpload = /^multipart\/form-data\b/i.test(request.headers.get('content-type') ?? '');
  const limit = isUpload ? BODY_LIMITS.upload : BODY_LIMITS.json;
  const declared = request.headers.get('content-length');
  const length = declared && /^\d+$/.test(declared) ? Number(declared) : undefined;
  if (length !== undefined && length > limit) throw new BodyTooLargeError(limit);
  const chunks = limitedChunks(request.body, { limit, onChunk });
  if (isUpload) return { kind: 'streamed', stream: Readable.from(chunks, { objectMode: false }), length };
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const bytes = Buffer.concat(parts);
  return bytes.length === 0 ? { kind: 'none' } : { kind: 'buffered', bytes };
}

async function* limitedChunks(
  body: ReadableStream<Uint8Array>,
  { limit, onChunk }: { limit: number; onChunk: () => void },
): AsyncGenerator<Uint8Array> {
  let total = 0;
  try {
    for await (const chunk of body) {
      total += chunk.byteLength;
      if (total > limit) break;
      onChunk();
      yield chunk;
    }
  } catch (cause) {
    throw new BodyIncompleteError('The request broke off.', { cause });
  }
  if (total > limit) throw new BodyTooLargeError(limit);
}
