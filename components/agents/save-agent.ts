import { saveFile } from '#components/ui/save-file.ts';
import { toMemoriesFile } from '#lib/archival/to-memories-file.ts';
import { exportAgent } from '#lib/letta/agent-file.ts';
import type { AgentRef } from '#lib/letta/agents.ts';
import { readAllPassages } from '#lib/letta/archival.ts';

interface SaveOptions {
  name: string;
  withMessages: boolean;
  withArchive: boolean;
  /** Told how many memories have been read. */
  onCount?: (count: number) => void;
  signal: AbortSignal;
}

/** Hands an agent over as a file; archival memory, which agent files do not hold, as a second one. */
export async function saveAgent(agentRef: AgentRef, options: SaveOptions): Promise<void> {
  const { name, withMessages, withArchive, onCount = () => undefined, signal } = options;
  saveFile(`${name}.af`, await exportAgent(agentRef, { withMessages, signal }), 'application/json');
  if (!withArchive) return;
  const passages = await readAllPassages(agentRef, { onCount, signal });
  saveFile(`${name}.archival.json`, toMemoriesFile(passages), 'application/json');
}
