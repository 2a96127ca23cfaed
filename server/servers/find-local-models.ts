/** A program on this machine that runs models. */
export interface LocalModels {
  type: 'ollama' | 'lmstudio_openai';
  url: string;
}

/** Fixed addresses: nothing a person or a page enters is ever asked here. */
const CANDIDATES: readonly (LocalModels & { probe: string })[] = [
  { type: 'ollama', url: 'http://localhost:11434', probe: 'http://localhost:11434/api/version' },
  { type: 'lmstudio_openai', url: 'http://localhost:1234', probe: 'http://localhost:1234/v1/models' },
];
const TIMEOUT_MS = 1_000;

/** Which of Ollama and LM Studio answer on their usual ports of this machine. Never throws. */
export async function findLocalModels(candidates = CANDIDATES): Promise<LocalModels[]> {
  const found = await Promise.all(
    candidates.map(async ({ type, url, probe }) => ((await answers(probe)) ? [{ type, url }] : [])),
  );
  return found.flat();
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
