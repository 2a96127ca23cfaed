'use client';

import { useMutation } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { describeMcpFailure } from '#lib/letta/describe-mcp-failure.ts';
import type { McpServer } from '#lib/letta/mcp-config.ts';
import { type RefreshSummary, refreshMcpServerMutation } from '#lib/letta/mcp-servers.ts';

interface RefreshToolsProps {
  serverId: string;
  server: McpServer;
  /** Whose variables fill the templates; null for nobody's. */
  agentId: string | null;
}

/** Reads the tools again, and says what changed. */
export function RefreshTools({ serverId, server, agentId }: RefreshToolsProps) {
  const refresh = useMutation(refreshMcpServerMutation(serverId, server));
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" icon={<RefreshCw />} busy={refresh.isPending} onClick={() => refresh.mutate(agentId)}>
          Refresh tools
        </Button>
        <span role="status" className="wrap-anywhere text-muted text-sm">
          {refresh.data ? summaryOf(refresh.data) : null}
        </span>
      </div>
      {refresh.error ? <ErrorNote {...describeMcpFailure(refresh.error)} /> : null}
    </>
  );
}

function summaryOf({ added, updated, deleted }: RefreshSummary): string {
  const parts = [
    { words: 'Added', names: added },
    { words: 'Updated', names: updated },
    { words: 'Deleted', names: deleted },
  ].filter(({ names }) => names.length > 0);
  if (parts.length === 0) return 'Nothing has changed.';
  return parts.map(({ words, names }) => `${words}: ${names.join(', ')}.`).join(' ');
}
