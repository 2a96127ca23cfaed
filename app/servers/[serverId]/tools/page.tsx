import type { Metadata } from 'next';
import { ServerBoundary } from '#components/servers/server-boundary.tsx';
import { ServerNav } from '#components/servers/server-nav.tsx';
import { ServerSwitcher } from '#components/servers/server-switcher.tsx';
import { AppFrame } from '#components/shell/app-frame.tsx';
import { LibraryPage } from '#components/tools/library-page.tsx';

export const metadata: Metadata = { title: 'Tools' };

export default async function Page({ params }: { params: Promise<{ serverId: string }> }) {
  const serverId = decodeURIComponent((await params).serverId);
  return (
    <AppFrame
      serverSwitcher={<ServerSwitcher serverId={serverId} />}
      breadcrumb={<ServerNav serverId={serverId} current="tools" />}
    >
      <ServerBoundary serverId={serverId}>
        <LibraryPage key={serverId} serverId={serverId} />
      </ServerBoundary>
    </AppFrame>
  );
}
