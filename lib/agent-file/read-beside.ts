import type { FileReading, ImportChoices } from './agent-file.ts';
import type { FileTask } from './read-agent-file.worker.ts';

/** Reads an agent file in a worker, so that a large one does not stop the page. Rejects when no worker can be had. */
export async function readBeside(file: Blob): Promise<FileReading> {
  return await askWorker<FileReading>(file, null);
}

/** Makes of an agent file what is sent, in a worker too. Rejects like `readBeside`. */
export async function prepareBeside(file: Blob, choices: ImportChoices): Promise<Blob> {
  return await askWorker<Blob>(file, choices);
}

async function askWorker<Answer>(file: Blob, choices: ImportChoices | null): Promise<Answer> {
  const bytes = await file.arrayBuffer();
  const worker = new Worker(new URL('./read-agent-file.worker.ts', import.meta.url), { type: 'module' });
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
  worker.onerror = (event) => reject(new Error(event.message || 'The file could not be read.'));
  worker.postMessage({ bytes, choices } satisfies FileTask, [bytes]);
  try {
    return await promise;
  } finally {
    worker.terminate();
  }
}
