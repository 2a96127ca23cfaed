import { readAgentFile } from './agent-file.ts';

/** Reads agent files beside the page: one of 100 MB would stop it for a second. */
self.onmessage = ({ data }: MessageEvent<string>) => {
  self.postMessage(readAgentFile(data));
};
