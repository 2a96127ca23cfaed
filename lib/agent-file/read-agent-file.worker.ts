import { type ImportChoices, prepareImport, readAgentFile } from './agent-file.ts';

/** What is asked of the worker: the review of a file, or, with choices, the file as it is sent. */
export interface FileTask {
  bytes: ArrayBuffer;
  choices: ImportChoices | null;
}

/** Reads agent files beside the page: one of 100 MB would stop it for a second. What is in them stays here. */
self.onmessage = ({ data: { bytes, choices } }: MessageEvent<FileTask>) => {
  const text = new TextDecoder().decode(bytes);
  self.postMessage(choices ? new Blob([prepareImport(text, choices)]) : readAgentFile(text));
};
