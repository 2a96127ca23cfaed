import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useThreadRef } from '#components/session/agent-session.tsx';
import type { AgentEvidence } from '#lib/agent-doctor/agent-evidence.ts';
import { examineAgent } from '#lib/agent-doctor/examine-agent.ts';
import type { Look } from '#lib/agent-doctor/finding.ts';
import { readAgentEvidence, type SourceId } from '#lib/letta/agent-evidence.ts';

type CheckState =
  | { is: 'running'; read: SourceId[] }
  | { is: 'stopped' }
  | { is: 'failed'; error: unknown }
  | { is: 'done'; evidence: AgentEvidence; look: Look };

interface AgentCheck {
  state: CheckState;
  /** How many checks were begun: what was done about the findings of one is not about those of the next. */
  round: number;
  start: () => void;
  stop: () => void;
}

/** The outside system: the agent's server, which is read when this is mounted, and again at a person's word. */
export function useAgentCheck(): AgentCheck {
  const client = useQueryClient();
  const { serverId, agentId, conversationId } = useThreadRef();
  const [state, setState] = useState<CheckState>({ is: 'running', read: [] });
  const [round, setRound] = useState(1);
  const running = useRef<AbortController | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every round is another check
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    const onRead = (source: SourceId) =>
      setState((before) => (before.is === 'running' ? { ...before, read: [...before.read, source] } : before));
    readAgentEvidence(client, { serverId, agentId, conversationId }, { onRead, signal }).then(
      (evidence) => setState({ is: 'done', evidence, look: examineAgent(evidence) }),
      (error: unknown) => {
        if (!signal.aborted) setState({ is: 'failed', error });
      },
    );
    return () => controller.abort();
  }, [client, serverId, agentId, conversationId, round]);

  return {
    state,
    round,
    start: () => {
      setState({ is: 'running', read: [] });
      setRound((before) => before + 1);
    },
    stop: () => {
      running.current?.abort();
      setState({ is: 'stopped' });
    },
  };
}
