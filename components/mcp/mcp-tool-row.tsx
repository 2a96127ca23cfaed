'use client';

import { useMutation } from '@tanstack/react-query';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { VisibleText } from '#components/ui/visible-text.tsx';
import { describeMcpFailure } from '#lib/letta/describe-mcp-failure.ts';
import type { McpServer } from '#lib/letta/mcp-config.ts';
import { attachMcpToolMutation } from '#lib/letta/mcp-servers.ts';
import type { McpTool } from '#lib/letta/mcp-tools.ts';
import { AnnotationBadges } from './annotation-badges.tsx';
import { SchemaBadge } from './schema-badge.tsx';

interface McpToolRowProps {
  serverId: string;
  server: McpServer;
  tool: McpTool;
  agentId: string | null;
  isAttached: boolean;
  onOpen: () => void;
}

/** A tool of an MCP server in the list, with one click to give it to the chosen agent. */
export function McpToolRow({ serverId, server, tool, agentId, isAttached, onOpen }: McpToolRowProps) {
  const attach = useMutation(attachMcpToolMutation(serverId, server));
  return (
    <li aria-label={tool.libraryName} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      <button type="button" onClick={onOpen} className="focus-inset min-w-0 flex-1 rounded-sm text-left hover:bg-hover">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="wrap-anywhere font-mono text-sm">{tool.libraryName}</span>
          {tool.title ? (
            <span className="text-sm">
              <VisibleText text={tool.title} />
            </span>
          ) : null}
          <AnnotationBadges annotations={tool.annotations} />
          {tool.health?.status === 'INVALID' ? <SchemaBadge health={tool.health} /> : null}
        </span>
        <span className="block truncate text-muted text-sm">
          <VisibleText text={tool.description.slice(0, 300) || 'No description'} />
        </span>
      </button>
      {isAttached ? (
        <Badge tone="success">attached</Badge>
      ) : (
        <Button
          size="sm"
          busy={attach.isPending}
          aria-label={`Attach ${tool.libraryName}`}
          disabledReason={agentId === null ? 'Choose an agent first' : undefined}
          onClick={() => agentId && attach.mutate({ agentId, tool })}
        >
          Attach
        </Button>
      )}
      {attach.error ? <ErrorNote {...describeMcpFailure(attach.error)} className="w-full" /> : null}
    </li>
  );
}
