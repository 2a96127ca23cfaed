import { useRef, useState } from 'react';
import type { Failure } from '#lib/letta/describe-failure.ts';
import { describeMcpFailure, isStdioRefusal } from '#lib/letta/describe-mcp-failure.ts';
import { type McpServerInput, testMcpServer } from '#lib/letta/mcp-servers.ts';
import type { OfferedTool } from '#lib/letta/mcp-tools.ts';

export type ConnectionTest =
  | { is: 'idle' }
  | { is: 'running' }
  | { is: 'passed'; tools: OfferedTool[] }
  | { is: 'failed'; failure: Failure; refusesStdio: boolean }
  | { is: 'cancelled' };

/** One try of a connection at a time; it can be cancelled. */
export function useConnectionTest(serverId: string) {
  const [state, setState] = useState<ConnectionTest>({ is: 'idle' });
  const current = useRef<AbortController | null>(null);

  async function start(input: McpServerInput) {
    if (current.current) return;
    const controller = new AbortController();
    current.current = controller;
    setState({ is: 'running' });
    try {
      setState({ is: 'passed', tools: await testMcpServer(serverId, input, controller.signal) });
    } catch (error) {
      setState(
        controller.signal.aborted
          ? { is: 'cancelled' }
          : { is: 'failed', failure: describeMcpFailure(error), refusesStdio: isStdioRefusal(error) },
      );
    } finally {
      current.current = null;
    }
  }

  return { state, start, cancel: () => current.current?.abort(), forget: () => setState({ is: 'idle' }) };
}
