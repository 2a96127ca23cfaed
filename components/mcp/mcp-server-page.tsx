'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, Pencil, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { IfOffered } from '#components/session/if-offered.tsx';
import { CodeButton } from '#components/ui/code-button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { CodeCall } from '#lib/as-code.ts';
import { describeMcpFailure } from '#lib/letta/describe-mcp-failure.ts';
import { type McpServer, placeOf } from '#lib/letta/mcp-config.ts';
import { isId, mcpServerQuery } from '#lib/letta/mcp-servers.ts';
import { AgentPicker } from './agent-picker.tsx';
import { ConnectPanel } from './connect-panel.tsx';
import { KindBadge } from './kind-badge.tsx';
import { McpToolList } from './mcp-tool-list.tsx';
import { RefreshTools } from './refresh-tools.tsx';
import { useChosenAgent } from './use-chosen-agent.ts';

const DeleteMcpServerDialog = lazyComponent(() =>
  import('./delete-mcp-server-dialog.tsx').then((module) => module.DeleteMcpServerDialog),
);
const McpServerDialog = lazyComponent(() => import('./mcp-server-dialog.tsx').then((module) => module.McpServerDialog));

/** One MCP server: its tools, and everything one can do with it. */
export function McpServerPage({ serverId, serverKey }: { serverId: string; serverKey: string }) {
  const { listHref } = useChosenAgent(serverId);
  return (
    <div className="mx-auto flex max-w-240 flex-col gap-5 p-4 sm:p-6">
      <Link
        href={listHref}
        prefetch={false}
        className="inline-flex items-center gap-1 self-start text-muted text-sm hover:text-text"
      >
        <ChevronLeft className="size-3.5" /> MCP servers
      </Link>
      <IfOffered serverId={serverId} needs="mcp">
        <OneServer serverId={serverId} serverKey={serverKey} />
      </IfOffered>
    </div>
  );
}

function OneServer({ serverId, serverKey }: { serverId: string; serverKey: string }) {
  const query = useQuery(mcpServerQuery(serverId, serverKey));
  return (
    <QueryView query={query} describeError={describeMcpFailure} skeleton={<Skeleton lines={8} />}>
      {(server) => <LoadedServer serverId={serverId} server={server} />}
    </QueryView>
  );
}

function LoadedServer({ serverId, server }: { serverId: string; server: McpServer }) {
  const router = useRouter();
  const { agentId, choose, hrefOf, listHref } = useChosenAgent(serverId);
  const [dialog, setDialog] = useState<'edit' | 'delete' | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h1 className="flex flex-wrap items-center gap-2 font-semibold text-xl">
            <span className="wrap-anywhere">{server.name}</span> <KindBadge kind={server.config.kind} />
          </h1>
          <p className="wrap-anywhere font-mono text-faint text-sm">{placeOf(server.config)}</p>
        </div>
        <CodeButton title={`List the tools of ${server.name}`} call={() => toolsCall(server)} />
        <IconButton label={`Edit ${server.name}`} icon={<Pencil />} onClick={() => setDialog('edit')} />
        <IconButton label={`Delete ${server.name}`} icon={<Trash2 />} onClick={() => setDialog('delete')} />
      </div>
      {server.config.kind === 'stdio' ? null : (
        <ConnectPanel key={JSON.stringify(server.config)} serverId={serverId} server={server} />
      )}
      <section aria-labelledby="mcp-tools" className="flex flex-col gap-3">
        <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
          <h2 id="mcp-tools" className="mr-auto font-semibold text-lg">
            Tools
          </h2>
          <AgentPicker serverId={serverId} agentId={agentId} onChoose={choose} />
        </div>
        <RefreshTools serverId={serverId} server={server} agentId={agentId} />
        <McpToolList serverId={serverId} server={server} agentId={agentId} />
      </section>
      {dialog === 'edit' ? (
        <McpServerDialog
          serverId={serverId}
          from={server}
          onClose={close}
          onSaved={(key) => (key === server.key ? undefined : router.replace(hrefOf(key)))}
        />
      ) : null}
      {dialog === 'delete' ? (
        <DeleteMcpServerDialog
          serverId={serverId}
          server={server}
          onClose={close}
          onDeleted={() => router.replace(listHref)}
        />
      ) : null}
    </>
  );
}

function toolsCall({ key, name }: McpServer): CodeCall {
  return isId(key)
    ? { method: 'GET', path: `/v1/mcp-servers/${key}/tools`, sdk: { method: 'mcp_servers.tools.list', args: [key] } }
    : { method: 'GET', path: `/v1/tools/mcp/servers/${encodeURIComponent(name)}/tools` };
}
