import type { FileReading } from './agent-file.ts';

/** Reads an agent file in a worker, so that a large one does not stop the page. Rejects when no worker can be had. */
export async function readBeside(text: string): Promise<FileReading> {
  const worker = new Worker(new URL('./read-agent-file.worker.ts', import.meta.url), { type: 'module' });
  const { promise, resolve, reject } = Promise.withResolvers<FileReading>();
  worker.onmessage = ({ data }: MessageEvent<FileReading>) => resolve(data);
  worker.onerror = (event) => reject(new Error(event.message || 'The file could not be read.'));
  worker.postMessage(text);
  try {
    return await promise;
  } finally {
    worker.terminate();
  }
}
