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

/** What came over the channel. `hasStarted` is true once the runner has said that it runs. */
export interface ChannelReading {
  hasStarted: boolean;
  report: ToolReport | null;
}

/**
 * Reads an empty frame, which says that the runner runs, and one report. A frame is four bytes of length, big-endian, then
 * JSON of at most 1 MB. The report is null if the stream ends before it or carries something else; what follows it is
 * ignored.
 */
export async function readResultFrame(stream: Readable): Promise<ChannelReading> {
  const reading = await readFrames(stream);
  stream.destroy();
  return { hasStarted: reading.hasStarted, report: reading.body && parseReport(reading.body) };
}

async function readFrames(stream: Readable): Promise<{ hasStarted: boolean; body: Buffer | null }> {
  return await new Promise((resolve) => {
    let received = Buffer.alloc(0);
    let hasStarted = false;
    const finish = (body: Buffer | null) => resolve({ hasStarted, body });
    stream.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (!hasStarted && received.length >= LENGTH_BYTES) {
        if (received.readUInt32BE(0) !== 0) return finish(null);
        hasStarted = true;
        received = received.subarray(LENGTH_BYTES);
      }
      const length = received.length < LENGTH_BYTES ? 0 : received.readUInt32BE(0);
      if (length > MAX_BYTES) finish(null);
      else if (hasStarted && received.length >= LENGTH_BYTES + length)
        finish(received.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
    });
    stream.on('error', () => finish(null));
    stream.on('close', () => finish(null));
  });
}

function parseReport(body: Buffer): ToolReport | null {
  try {
    return reportSchema.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return null;
  }
}
