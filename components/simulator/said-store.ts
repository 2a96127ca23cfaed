import { type AgentRef, agentKey } from '#lib/letta/agents.ts';

const MOST = 50;
const LONGEST = 20_000;

/** What a person said to an agent from this browser, newest first, to be recalled. */
export function readSaid(ref: AgentRef): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(ref)) ?? '[]');
    return Array.isArray(stored) ? stored.filter((text) => typeof text === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberSaid(ref: AgentRef, text: string): void {
  if (text.trim() === '' || text.length > LONGEST) return;
  const said = [text, ...readSaid(ref).filter((known) => known !== text)].slice(0, MOST);
  try {
    localStorage.setItem(keyOf(ref), JSON.stringify(said));
  } catch {
    // A full or blocked storage: nothing is recalled, everything else works.
  }
}

function keyOf(ref: AgentRef): string {
  return `letta-ade-said:${agentKey(ref)}`;
}
