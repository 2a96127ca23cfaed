import { useRef, useState } from 'react';
import { type CheckResult, examineConnection } from '#lib/letta/doctor.ts';

interface Doctor {
  results: CheckResult[];
  isRunning: boolean;
  isDone: boolean;
  error: unknown;
  run: (model: string | null) => void;
  stop: () => void;
}

/** One look at a connection at a time; the findings of the last one stay. */
export function useDoctor(serverId: string): Doctor {
  const [results, setResults] = useState<CheckResult[]>([]);
  const [phase, setPhase] = useState<'idle' | 'running' | 'done'>('idle');
  const [error, setError] = useState<unknown>(null);
  const running = useRef<AbortController | null>(null);

  async function run(model: string | null) {
    if (running.current) return;
    const controller = new AbortController();
    running.current = controller;
    setResults([]);
    setError(null);
    setPhase('running');
    try {
      const onResult = (result: CheckResult) => setResults((before) => [...before, result]);
      await examineConnection(serverId, model, { onResult, signal: controller.signal });
      setPhase('done');
    } catch (failure) {
      if (!controller.signal.aborted) setError(failure);
      setPhase('idle');
    }
    running.current = null;
  }

  return {
    results,
    error,
    isRunning: phase === 'running',
    isDone: phase === 'done',
    run: (model) => void run(model),
    stop: () => running.current?.abort(),
  };
}
