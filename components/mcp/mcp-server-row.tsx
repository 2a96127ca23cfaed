'use client';

import { useQuery } from '@tanstack/react-query';
import { Plug } from 'lucide-react';
import Link from 'next/link';
import { type McpServer, placeOf } from '#lib/letta/mcp-config.ts';
import { mcpToolsQuery } from '#lib/letta/mcp-servers.ts';
import { KindBadge } from './kind-badge.tsx';

interface McpServerRowProps {
  serverId: string;
  server: McpServer;
  href: string;
}

/** An MCP server in the list: what it is, where it is, and how many tools it has. */
export function McpServerRow({ serverId, server, href }: McpServerRowProps) {
  const tools = useQuery(mcpToolsQuery(serverId, server));
  return (
    <li aria-label={server.name} className="flex items-center gap-3 px-4 py-3">
      <Plug className="size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-center gap-2">
          <Link href={href} prefetch={false} className="truncate font-medium hover:underline">
            {server.name}
          </Link>
          <KindBadge kind={server.config.kind} />
        </p>
        <p className="truncate font-mono text-faint text-sm">{placeOf(server.config)}</p>
      </div>
      <span className="tabular shrink-0 text-muted text-sm">{countOf(tools)}</span>
    </li>
  );
}

function countOf({ data, isError }: { data: unknown[] | undefined; isError: boolean }): string {
  if (data === undefined) return isError ? 'does not answer' : '…';
  return data.length === 1 ? '1 tool' : `${data.length} tools`;
}
