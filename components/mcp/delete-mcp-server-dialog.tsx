'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { describeMcpFailure } from '#lib/letta/describe-mcp-failure.ts';
import type { McpServer } from '#lib/letta/mcp-config.ts';
import { deleteMcpServerMutation, mcpToolsQuery } from '#lib/letta/mcp-servers.ts';

interface DeleteMcpServerDialogProps {
  serverId: string;
  server: McpServer;
  onClose: () => void;
  onDeleted: () => void;
}

/** Deletes an MCP server, after saying which tools go with it. */
export function DeleteMcpServerDialog({ serverId, server, onClose, onDeleted }: DeleteMcpServerDialogProps) {
  const remove = useMutation(deleteMcpServerMutation(serverId));
  const tools = useQuery(mcpToolsQuery(serverId, server));
  return (
    <ConfirmDialog
      title={`Delete ${server.name}?`}
      description="Its address, its token and its login are forgotten here. Nothing changes on the MCP server itself."
      confirmLabel="Delete server"
      describeError={describeMcpFailure}
      onConfirm={async () => {
        await remove.mutateAsync(server);
        onDeleted();
      }}
      onClose={onClose}
    >
      <QueryView
        query={tools}
        describeError={describeMcpFailure}
        skeleton={<p className="text-muted">Looking which tools go…</p>}
        empty={<p>No tools go with it.</p>}
      >
        {(found) => (
          <>
            <p>
              {found.length === 1 ? 'This tool goes' : `These ${found.length} tools go`} from the library and from all
              agents:
            </p>
            <ul
              // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and without a mouse only with the focus in it
              tabIndex={0}
              className="mt-1 max-h-40 list-disc overflow-y-auto pl-5 font-mono text-sm"
            >
              {found.map(({ libraryName }) => (
                <li key={libraryName}>{libraryName}</li>
              ))}
            </ul>
          </>
        )}
      </QueryView>
    </ConfirmDialog>
  );
}
