import type { Metadata } from 'next';
import { FolderLibraryPage } from '#components/folders/folder-library-page.tsx';
import { ServerBoundary } from '#components/servers/server-boundary.tsx';
import { ServerNav } from '#components/servers/server-nav.tsx';
import { ServerSwitcher } from '#components/servers/server-switcher.tsx';
import { AppFrame } from '#components/shell/app-frame.tsx';

export const metadata: Metadata = { title: 'Folders' };

export default async function Page({ params }: { params: Promise<{ serverId: string }> }) {
  const serverId = decodeURIComponent((await params).serverId);
  return (
    <AppFrame
      serverSwitcher={<ServerSwitcher serverId={serverId} />}
      breadcrumb={<ServerNav serverId={serverId} current="folders" />}
    >
      <ServerBoundary serverId={serverId}>
        <FolderLibraryPage key={serverId} serverId={serverId} />
      </ServerBoundary>
    </AppFrame>
  );
}
