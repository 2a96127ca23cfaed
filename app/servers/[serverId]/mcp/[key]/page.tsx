import type { Metadata } from 'next';
import { McpServerPage } from '#components/mcp/mcp-server-page.tsx';
import { ServerBoundary } from '#components/servers/server-boundary.tsx';
import { ServerNav } from '#components/servers/server-nav.tsx';
import { ServerSwitcher } from '#components/servers/server-switcher.tsx';
import { AppFrame } from '#components/shell/app-frame.tsx';

export const metadata: Metadata = { title: 'MCP server' };

export default async function Page({ params }: { params: Promise<{ serverId: string; key: string }> }) {
  const { serverId, key } = await params;
  const server = decodeURIComponent(serverId);
  return (
    <AppFrame
      serverSwitcher={<ServerSwitcher serverId={server} />}
      breadcrumb={<ServerNav serverId={server} current="mcp" />}
    >
      <ServerBoundary serverId={server}>
        <McpServerPage serverId={server} serverKey={decodeURIComponent(key)} />
      </ServerBoundary>
    </AppFrame>
  );
}
