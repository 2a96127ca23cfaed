import { type AgentRef, agentKey } from './agents.ts';

/** So long after a turn what is found changed counts as its doing: the page reads the memory again when it ends. */
const AFTERGLOW_MS = 5_000;

const runs = new Map<string, { runId: string; endedAt: number | null }>();

/** Notes which turn of an agent this page sees going on, or that it is over. */
export function noteRun(ref: AgentRef, runId: string, isOver: boolean): void {
  runs.set(agentKey(ref), { runId, endedAt: isOver ? Date.now() : null });
}

/** The header that tells the ADE's own history which turn was going on when a block was read. */
export function runHeaders(ref: AgentRef): Record<string, string> {
  const run = runs.get(agentKey(ref));
  if (!run || (run.endedAt !== null && Date.now() - run.endedAt > AFTERGLOW_MS)) return {};
  return { 'X-ADE-Run': run.runId };
}
