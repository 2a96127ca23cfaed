import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ErrorDescription } from '#components/ui/error-note.tsx';
import { type AgentRef, type AgentState, agentKeys } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

interface BatchOptions {
  serverId: string;
  agents: AgentState[];
  act: (ref: AgentRef, agent: AgentState, signal: AbortSignal) => Promise<void>;
  /** What was not done, by the ids of the agents, with the reasons. Also called when the batch was stopped. */
  onEnd: (failures: ReadonlyMap<string, string>) => void;
}

/** Something that is done with several agents, one after the other. */
export interface Batch {
  total: number;
  /** Null before it began. */
  progress: { done: number; failures: { agent: AgentState; reason: string }[] } | null;
  run: () => Promise<void>;
  stop: () => void;
}

/** Some agents could not be dealt with; the rest could. */
class BatchError extends Error {
  readonly description: ErrorDescription;

  constructor(description: ErrorDescription) {
    super(description.title);
    this.description = description;
  }
}

/** What a failed batch says, and any other failure. */
export function describeBatchFailure(error: unknown): ErrorDescription {
  return error instanceof BatchError ? error.description : describeFailure(error);
}

/** Does something with each of these agents. A second run is about those that failed or were not reached. */
export function useBatch({ serverId, agents, act, onEnd }: BatchOptions): Batch {
  const client = useQueryClient();
  const [total] = useState(agents.length);
  const [progress, setProgress] = useState<Batch['progress']>(null);
  const left = useRef(agents);
  const running = useRef<Promise<void>>(undefined);
  const stopping = useRef(new AbortController());

  async function runAll() {
    const { signal } = stopping.current;
    const pending = left.current;
    const failures: { agent: AgentState; reason: string }[] = [];
    let done = total - pending.length;
    setProgress({ done, failures });
    for (const agent of pending) {
      if (signal.aborted) break;
      try {
        await act({ serverId, agentId: agent.id }, agent, signal);
        left.current = left.current.filter(({ id }) => id !== agent.id);
        done += 1;
      } catch (error) {
        if (!signal.aborted) failures.push({ agent, reason: sentenceOf(error) });
      }
      setProgress({ done, failures: [...failures] });
    }
    await client.invalidateQueries({ queryKey: agentKeys.lists(serverId) });
    onEnd(new Map(failures.map(({ agent, reason }) => [agent.id, reason])));
    if (failures.length > 0) {
      throw new BatchError({
        title: `${failures.length} of ${total} failed`,
        message: 'They stay selected. Try again, or look at the reasons in the list.',
      });
    }
  }

  return {
    total,
    progress,
    // However often it is asked for, it runs once at a time.
    run: () => {
      running.current ??= runAll().finally(() => {
        running.current = undefined;
      });
      return running.current;
    },
    stop: () => stopping.current.abort(),
  };
}

function sentenceOf(error: unknown): string {
  const { title, message } = describeFailure(error);
  return `${title}: ${message}`;
}
