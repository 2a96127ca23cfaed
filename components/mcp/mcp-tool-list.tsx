'use client';

import { useQuery } from '@tanstack/react-query';
import { Wrench } from 'lucide-react';
import { useState } from 'react';
import { useCapability } from '#components/session/use-capability.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeMcpFailure } from '#lib/letta/describe-mcp-failure.ts';
import type { McpServer } from '#lib/letta/mcp-config.ts';
import { mcpOffersQuery, mcpToolsQuery } from '#lib/letta/mcp-servers.ts';
import { withOffers } from '#lib/letta/mcp-tools.ts';
import { agentToolsQuery } from '#lib/letta/tools.ts';
import { McpToolRow } from './mcp-tool-row.tsx';

const McpToolDialog = lazyComponent(() => import('./mcp-tool-dialog.tsx').then((module) => module.McpToolDialog));

interface McpToolListProps {
  serverId: string;
  server: McpServer;
  agentId: string | null;
}

/** The tools of an MCP server: to read, to try, and to give to an agent. */
export function McpToolList({ serverId, server, agentId }: McpToolListProps) {
  const tools = useQuery(mcpToolsQuery(serverId, server));
  const { usable } = useCapability(serverId, 'mcp-test');
  // Without tools there is nothing to ask about, and the server may be one that does not answer.
  const offers = useQuery({
    ...mcpOffersQuery(serverId, server.name),
    enabled: usable && (tools.data?.length ?? 0) > 0 && tools.data?.[0]?.id !== null,
  });
  const attached = useQuery({
    ...agentToolsQuery({ serverId, agentId: agentId ?? '' }),
    enabled: agentId !== null,
  });
  const [openName, setOpenName] = useState<string | null>(null);
  const attachedNames = new Set(agentId === null ? [] : attached.data?.map(({ name }) => name));
  return (
    <QueryView
      query={{ ...tools, data: tools.data && withOffers(tools.data, offers.data) }}
      describeError={describeMcpFailure}
      skeleton={<Skeleton lines={6} />}
      empty={
        <EmptyState
          icon={<Wrench />}
          title="No tools are known of it"
          text={
            server.config.kind === 'stdio'
              ? 'It could not be started when it was saved. Refresh to try again, and to see why.'
              : 'It could not be reached when it was saved, or wants a login. Connect to it to read its tools.'
          }
        />
      }
    >
      {(shown) => (
        <>
          {offers.error ? (
            <p role="status" className="text-sm text-warning">
              The MCP server does not answer now. What is known of its tools is from the last time.
            </p>
          ) : null}
          <ul
            aria-label="Tools of this MCP server"
            className="divide-y divide-border rounded-lg border border-border bg-surface"
          >
            {shown.map((tool) => (
              <McpToolRow
                key={tool.name}
                serverId={serverId}
                server={server}
                tool={tool}
                agentId={agentId}
                isAttached={attachedNames.has(tool.libraryName)}
                onOpen={() => setOpenName(tool.name)}
              />
            ))}
          </ul>
          {shown
            .filter(({ name }) => name === openName)
            .map((tool) => (
              <McpToolDialog
                key={tool.name}
                serverId={serverId}
                server={server}
                tool={tool}
                onClose={() => setOpenName(null)}
              />
            ))}
        </>
      )}
    </QueryView>
  );
}
