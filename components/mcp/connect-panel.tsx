'use client';

import { Check, LogIn, Plug } from 'lucide-react';
import { RunningBar } from '#components/session/running-bar.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { readLink } from '#components/ui/read-link.ts';
import type { McpServer } from '#lib/letta/mcp-config.ts';
import { type McpConnectionState, useMcpConnection } from './use-mcp-connection.ts';

/** Connects to an MCP server and, where it asks for that, leads a person to its login. */
export function ConnectPanel({ serverId, server }: { serverId: string; server: McpServer }) {
  const { state, connect, cancel } = useMcpConnection(serverId, server);
  const isBusy = state.is === 'connecting' || state.is === 'login';
  return (
    <section aria-label="Connection" className="flex flex-col gap-3 rounded-lg border border-border bg-surface p-4">
      <p role="status" className="flex items-start gap-2 text-pretty">
        {state.is === 'connected' ? <Check className="mt-0.5 size-4 shrink-0 text-success" /> : null}
        {wordsOf(state, server.name)}
      </p>
      {state.is === 'failed' ? <ErrorNote {...state.failure} /> : null}
      <div className="flex flex-wrap items-center gap-2">
        {state.is === 'login' && state.url !== null ? <LoginButton address={state.url} /> : null}
        {isBusy ? (
          <RunningBar label={state.is === 'login' ? 'Waiting…' : 'Connecting…'} onCancel={cancel} />
        ) : (
          <Button icon={<Plug />} onClick={() => void connect()}>
            {state.is === 'idle' ? 'Connect' : 'Connect again'}
          </Button>
        )}
      </div>
    </section>
  );
}

/** Opens only on a click: the address comes from the MCP server. */
function LoginButton({ address }: { address: string }) {
  const url = readLink(address);
  if (url === null || url.protocol === 'mailto:')
    return <p className="text-danger">The MCP server names no web address to log in at.</p>;
  return (
    <Button
      variant="primary"
      icon={<LogIn />}
      onClick={() => void window.open(url.href, '_blank', 'noopener,noreferrer')}
    >
      <span className="wrap-anywhere">Log in at {url.origin}…</span>
    </Button>
  );
}

function wordsOf(state: McpConnectionState, name: string): string {
  switch (state.is) {
    case 'idle':
      return 'Connecting reads its tools, and leads to its login where it has one.';
    case 'connecting':
      return `Connecting to ${name}.`;
    case 'login':
      return state.url === null
        ? `${name} asks for a login. Asking where.`
        : `${name} asks for a login. It opens in a window of its own; come back here when you are done.`;
    case 'connected':
      return state.toolCount === 1 ? 'Connected. It has one tool.' : `Connected. It has ${state.toolCount} tools.`;
    case 'failed':
      return 'It did not work.';
    case 'cancelled':
      return 'Cancelled. Nothing has changed.';
  }
}
