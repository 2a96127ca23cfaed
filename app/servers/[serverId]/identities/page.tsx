import type { Metadata } from 'next';
import { IdentityLibraryPage } from '#components/identities/identity-library-page.tsx';
import { ServerBoundary } from '#components/servers/server-boundary.tsx';
import { ServerNav } from '#components/servers/server-nav.tsx';
import { ServerSwitcher } from '#components/servers/server-switcher.tsx';
import { AppFrame } from '#components/shell/app-frame.tsx';

export const metadata: Metadata = { title: 'Identities' };

export default async function Page({ params }: { params: Promise<{ serverId: string }> }) {
  const serverId = decodeURIComponent((await params).serverId);
  return (
    <AppFrame
      serverSwitcher={<ServerSwitcher serverId={serverId} />}
      breadcrumb={<ServerNav serverId={serverId} current="identities" />}
    >
      <ServerBoundary serverId={serverId}>
        <IdentityLibraryPage key={serverId} serverId={serverId} />
      </ServerBoundary>
    </AppFrame>
  );
}
