import { exportAgent, importAgentFile } from './agent-file.ts';
import type { AgentRef } from './agents.ts';
import { readAllPassages } from './archival.ts';
import { type ArchivalPassage, addPassage } from './passages.ts';

/** What a copy has reached, so that one that failed goes on instead of making a second agent. */
export interface CopyProgress {
  copy: AgentRef | null;
  memories: ArchivalPassage[] | null;
  done: number;
}

export const COPY_START: CopyProgress = { copy: null, memories: null, done: 0 };

interface CopyChoice {
  /** The server the copy is made on. */
  target: string;
  name: string;
  withMessages: boolean;
  withArchive: boolean;
  /** Changes the agent file on its way. */
  change?: (file: string) => string;
}

interface CopyWatch {
  onProgress: (progress: CopyProgress) => void;
  signal: AbortSignal;
}

/**
 * Makes another agent like this one, by its agent file, and then copies its archival memory, which the file does not
 * hold. Goes on from what was reached before. Throws RequestError or the client's error, and AbortError when stopped.
 */
export async function copyAgent(
  source: AgentRef,
  choice: CopyChoice,
  reached: CopyProgress,
  { onProgress, signal }: CopyWatch,
): Promise<AgentRef> {
  const copy = reached.copy ?? (await makeCopy(source, choice, signal));
  onProgress({ ...reached, copy });
  if (!choice.withArchive) return copy;
  const memories = reached.memories ?? (await readAllPassages(source, { onCount: () => undefined, signal }));
  onProgress({ copy, memories, done: reached.done });
  for (const [index, memory] of memories.entries()) {
    if (index < reached.done) continue;
    signal.throwIfAborted();
    await addPassage(copy, memory);
    onProgress({ copy, memories, done: index + 1 });
  }
  return copy;
}

async function makeCopy(source: AgentRef, choice: CopyChoice, signal: AbortSignal): Promise<AgentRef> {
  const { target, withMessages, change } = choice;
  const name = choice.name.trim();
  const content = await exportAgent(source, { withMessages, signal });
  const [agentId] = await importAgentFile(
    target,
    { name: `${name}.af`, content: change ? change(content) : content },
    { name, embedding: '', copySuffix: false, replaceTools: false, secrets: {} },
    { onProgress: () => undefined, signal },
  );
  if (!agentId) throw new Error('The server did not say which agent it made. Look for it in the list.');
  return { serverId: target, agentId };
}
