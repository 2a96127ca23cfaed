'use client';

import { useQuery } from '@tanstack/react-query';
import { Plug, Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { IfOffered } from '#components/session/if-offered.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeMcpFailure } from '#lib/letta/describe-mcp-failure.ts';
import { mcpServersQuery } from '#lib/letta/mcp-servers.ts';
import type { McpPreset } from './mcp-presets.ts';
import { McpServerRow } from './mcp-server-row.tsx';
import { PresetCards } from './preset-cards.tsx';
import { useChosenAgent } from './use-chosen-agent.ts';

const McpServerDialog = lazyComponent(() => import('./mcp-server-dialog.tsx').then((module) => module.McpServerDialog));

/** The MCP servers of a Letta server. */
export function McpPage({ serverId }: { serverId: string }) {
  const router = useRouter();
  const { offReason } = useCapability(serverId, 'mcp');
  const { hrefOf } = useChosenAgent(serverId);
  const [adding, setAdding] = useState<{ from: McpPreset | null } | null>(null);
  return (
    <div className="mx-auto flex max-w-240 flex-col gap-5 p-4 sm:p-6">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto font-semibold text-xl">MCP servers</h1>
        <Button variant="primary" icon={<Plus />} disabledReason={offReason} onClick={() => setAdding({ from: null })}>
          Add an MCP server
        </Button>
      </div>
      <p className="max-w-160 text-pretty text-muted">
        An MCP server brings tools that other people have made. Add only servers you trust: their tools run when an
        agent calls them, and can tell the model anything.
      </p>
      <IfOffered serverId={serverId} needs="mcp">
        <ServerList serverId={serverId} />
        <PresetCards onChoose={(from) => setAdding({ from })} />
      </IfOffered>
      {adding ? (
        <McpServerDialog
          serverId={serverId}
          from={adding.from}
          onClose={() => setAdding(null)}
          onSaved={(key) => router.push(hrefOf(key))}
        />
      ) : null}
    </div>
  );
}

function ServerList({ serverId }: { serverId: string }) {
  const query = useQuery(mcpServersQuery(serverId));
  const { hrefOf } = useChosenAgent(serverId);
  return (
    <QueryView
      query={query}
      describeError={describeMcpFailure}
      skeleton={<Skeleton lines={4} />}
      empty={
        <EmptyState
          icon={<Plug />}
          title="No MCP servers"
          text="Add one by its web address or, where the server allows it, as a program."
        />
      }
    >
      {(servers) => (
        <ul
          aria-label="MCP servers"
          className="divide-y divide-border overflow-hidden rounded-lg border border-border bg-surface"
        >
          {servers.map((server) => (
            <McpServerRow key={server.key} serverId={serverId} server={server} href={hrefOf(server.key)} />
          ))}
        </ul>
      )}
    </QueryView>
  );
}
