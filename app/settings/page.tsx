import type { Metadata } from 'next';
import { WaitingBanner } from '#components/agents/waiting-banner.tsx';
import { AboutSection } from '#components/servers/about-section.tsx';
import { ServerList } from '#components/servers/server-list.tsx';
import { AppFrame } from '#components/shell/app-frame.tsx';
import { BUILT_IN_SERVER } from '#lib/letta/servers.ts';

export const metadata: Metadata = { title: 'Settings' };

export default function Page() {
  return (
    <AppFrame banner={<WaitingBanner serverId={BUILT_IN_SERVER} />}>
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-8 px-4 py-8 sm:px-6">
        <h1 className="font-semibold text-2xl">Settings</h1>
        <ServerList />
        <AboutSection />
      </div>
    </AppFrame>
  );
}
