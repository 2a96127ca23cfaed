import { useRef, useState } from 'react';
import { describeFailure, type Failure } from '#lib/letta/describe-failure.ts';
import type { ToolRun } from '#lib/letta/tool-runs.ts';

type RunState =
  | { is: 'idle' }
  | { is: 'running' }
  | { is: 'done'; run: ToolRun }
  | { is: 'failed'; failure: Failure }
  | { is: 'cancelled' };

/** One try of a tool at a time; it can be cancelled. */
export function useToolRun(describe: (error: unknown) => Failure = describeFailure) {
  const [state, setState] = useState<RunState>({ is: 'idle' });
  const current = useRef<AbortController | null>(null);

  async function start(call: (signal: AbortSignal) => Promise<ToolRun>): Promise<ToolRun | null> {
    if (current.current) return null;
    const controller = new AbortController();
    current.current = controller;
    setState({ is: 'running' });
    try {
      const run = await call(controller.signal);
      setState({ is: 'done', run });
      return run;
    } catch (error) {
      setState(controller.signal.aborted ? { is: 'cancelled' } : { is: 'failed', failure: describe(error) });
      return null;
    } finally {
      current.current = null;
    }
  }

  return { state, start, cancel: () => current.current?.abort() };
}
