import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { connectMcp, type McpConnectEvent } from '#lib/letta/connect-mcp.ts';
import type { Failure } from '#lib/letta/describe-failure.ts';
import { describeMcpFailure } from '#lib/letta/describe-mcp-failure.ts';
import type { McpServer } from '#lib/letta/mcp-config.ts';
import { refreshMcpQueries } from '#lib/letta/mcp-servers.ts';

export type McpConnectionState =
  | { is: 'idle' }
  | { is: 'connecting' }
  | { is: 'login'; url: string | null }
  | { is: 'connected'; toolCount: number }
  | { is: 'failed'; failure: Failure }
  | { is: 'cancelled' };

/** Connects to an MCP server, and waits while a person logs in. */
export function useMcpConnection(serverId: string, server: McpServer) {
  const client = useQueryClient();
  const [state, setState] = useState<McpConnectionState>({ is: 'idle' });
  const current = useRef<AbortController | null>(null);

  // A login that nobody looks at any more is not waited for.
  useEffect(() => () => current.current?.abort(), []);

  async function connect() {
    if (current.current) return;
    const controller = new AbortController();
    current.current = controller;
    let last: McpConnectionState = { is: 'connecting' };
    setState(last);
    try {
      for await (const event of connectMcp(serverId, server, controller.signal)) {
        last = afterEvent(last, event);
        setState(last);
      }
      if (last.is === 'connecting' || last.is === 'login')
        setState({ is: 'failed', failure: failed('The server ended the connection before it was done.') });
    } catch (error) {
      setState(controller.signal.aborted ? { is: 'cancelled' } : { is: 'failed', failure: describeMcpFailure(error) });
    } finally {
      current.current = null;
    }
    await refreshMcpQueries(client, serverId);
  }

  return { state, connect, cancel: () => current.current?.abort() };
}

function afterEvent(state: McpConnectionState, event: McpConnectEvent): McpConnectionState {
  switch (event.event) {
    case 'oauth_required':
      return { is: 'login', url: null };
    case 'authorization_url':
      return { is: 'login', url: event.url };
    case 'success':
      return { is: 'connected', toolCount: event.tools?.length ?? 0 };
    case 'error':
      return { is: 'failed', failure: failed(event.message ?? 'The server does not say why.') };
    case 'connection_attempt':
    case 'waiting_for_auth':
      return state;
  }
}

function failed(message: string): Failure {
  return { title: 'Not connected', message };
}
