import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { guardedStorage } from '#components/ui/guarded-storage.ts';
import type { ToolRun } from '#lib/letta/tool-runs.ts';

/** A try of a tool, as it is remembered: long texts are cut, and variables are not kept at all. */
export interface PastRun {
  at: string;
  argsText: string;
  status: ToolRun['status'];
  text: string;
  durationMs: number;
}

const MOST = 20;
const LONGEST = 2_000;
const NO_RUNS: PastRun[] = [];

const useRuns = create<{ byTool: Record<string, PastRun[]> }>()(
  persist(() => ({ byTool: {} }), {
    name: 'letta-ade-tool-runs',
    version: 1,
    storage: guardedStorage('localStorage'),
    // The first render must be the server's, which knows no runs.
    skipHydration: true,
  }),
);

if (typeof window !== 'undefined') void useRuns.persist.rehydrate();

/** The last tries of a tool in this browser, newest first. */
export function usePastRuns(tool: string): PastRun[] {
  return useRuns(({ byTool }) => runsOf(byTool, tool));
}

/** Those tries outside of rendering. */
export function readPastRuns(tool: string): PastRun[] {
  return runsOf(useRuns.getState().byTool, tool);
}

/** The id of a tool is the server's word: it may be what every object has. */
function runsOf(byTool: Record<string, PastRun[]>, tool: string): PastRun[] {
  return (Object.hasOwn(byTool, tool) ? byTool[tool] : undefined) ?? NO_RUNS;
}

export function rememberRun(tool: string, argsText: string, run: ToolRun): void {
  const past: PastRun = {
    at: new Date().toISOString(),
    argsText: argsText.slice(0, LONGEST),
    status: run.status,
    text: run.text.slice(0, LONGEST),
    durationMs: run.durationMs,
  };
  useRuns.setState(({ byTool }) => ({
    byTool: { ...byTool, [tool]: [past, ...runsOf(byTool, tool)].slice(0, MOST) },
  }));
}
