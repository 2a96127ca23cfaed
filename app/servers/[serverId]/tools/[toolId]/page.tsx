import type { Metadata } from 'next';
import { ServerBoundary } from '#components/servers/server-boundary.tsx';
import { ServerNav } from '#components/servers/server-nav.tsx';
import { ServerSwitcher } from '#components/servers/server-switcher.tsx';
import { AppFrame } from '#components/shell/app-frame.tsx';
import { ToolPage } from '#components/tools/tool-page.tsx';

export const metadata: Metadata = { title: 'Tool' };

export default async function Page({ params }: { params: Promise<{ serverId: string; toolId: string }> }) {
  const { serverId, toolId } = await params;
  const server = decodeURIComponent(serverId);
  return (
    <AppFrame
      serverSwitcher={<ServerSwitcher serverId={server} />}
      breadcrumb={<ServerNav serverId={server} current="tools" />}
    >
      <ServerBoundary serverId={server}>
        <ToolPage serverId={server} toolId={decodeURIComponent(toolId)} />
      </ServerBoundary>
    </AppFrame>
  );
}
