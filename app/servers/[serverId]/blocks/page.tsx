import type { Metadata } from 'next';
import { BlockLibraryPage } from '#components/memory/block-library-page.tsx';
import { ServerBoundary } from '#components/servers/server-boundary.tsx';
import { ServerNav } from '#components/servers/server-nav.tsx';
import { ServerSwitcher } from '#components/servers/server-switcher.tsx';
import { AppFrame } from '#components/shell/app-frame.tsx';

export const metadata: Metadata = { title: 'Memory blocks' };

export default async function Page({ params }: { params: Promise<{ serverId: string }> }) {
  const serverId = decodeURIComponent((await params).serverId);
  return (
    <AppFrame
      serverSwitcher={<ServerSwitcher serverId={serverId} />}
      breadcrumb={<ServerNav serverId={serverId} current="blocks" />}
    >
      <ServerBoundary serverId={serverId}>
        <BlockLibraryPage key={serverId} serverId={serverId} />
      </ServerBoundary>
    </AppFrame>
  );
}
