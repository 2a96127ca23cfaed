import type { Readable } from 'node:stream';

/** What a tool wrote so far. */
export interface CollectedOutput {
  text(): string;
}

const KEPT_BYTES = 256 * 1024;
const FLOOD_BYTES = 64 * 1024 * 1024;

/**
 * Keeps the first 256 KB of a stream as UTF-8 text, with a note where it was cut, and lets the rest pass by. Calls
 * `onFlood` once after 64 MB.
 */
export function collectOutput(stream: Readable, onFlood: () => void): CollectedOutput {
  const chunks: Buffer[] = [];
  let kept = 0;
  let seen = 0;
  stream.on('data', (chunk: Buffer) => {
    const piece = chunk.subarray(0, KEPT_BYTES - kept);
    if (piece.length > 0) chunks.push(piece);
    kept += piece.length;
    if (seen <= FLOOD_BYTES && seen + chunk.length > FLOOD_BYTES) onFlood();
    seen += chunk.length;
  });
  stream.on('error', () => undefined);
  return {
    text() {
      const text = new TextDecoder().decode(Buffer.concat(chunks), { stream: seen > kept });
      return seen > kept ? `${text}\n… cut here: the tool wrote more than 256 KB to this stream.\n` : text;
    },
  };
}
