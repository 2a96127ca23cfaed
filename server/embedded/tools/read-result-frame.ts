import type { Readable } from 'node:stream';
import { z } from 'zod';

const LENGTH_BYTES = 4;
const MAX_BYTES = 1024 * 1024;

const reportSchema = z.object({
  status: z.enum(['success', 'error']),
  value: z.string(),
  traceback: z.string().optional(),
});

/** What the Python side reports about one call. */
export type ToolReport = z.output<typeof reportSchema>;

/**
 * Reads one report: four bytes of length, big-endian, then JSON of at most 1 MB. Null if the stream ends before a whole
 * report or carries something else; what follows a report is ignored.
 */
export async function readResultFrame(stream: Readable): Promise<ToolReport | null> {
  const body = await readBody(stream);
  stream.destroy();
  return body && parseReport(body);
}

async function readBody(stream: Readable): Promise<Buffer | null> {
  return await new Promise((resolve) => {
    let received = Buffer.alloc(0);
    stream.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const length = received.length < LENGTH_BYTES ? 0 : received.readUInt32BE(0);
      if (length > MAX_BYTES) resolve(null);
      else if (received.length >= LENGTH_BYTES + length)
        resolve(received.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
    });
    stream.on('error', () => resolve(null));
    stream.on('close', () => resolve(null));
  });
}

function parseReport(body: Buffer): ToolReport | null {
  try {
    return reportSchema.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return null;
  }
}
