import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { WaitingBanner } from '#components/agents/waiting-banner.tsx';
import { AboutSection } from '#components/servers/about-section.tsx';
import { ServerList } from '#components/servers/server-list.tsx';
import { AppFrame } from '#components/shell/app-frame.tsx';
import { LogOutSection } from '#components/shell/log-out-section.tsx';
import { BUILT_IN_SERVER } from '#lib/letta/servers.ts';

export const metadata: Metadata = { title: 'Settings' };

export default async function Page() {
  const hasSession = (await headers()).get('x-ade-session') === '1';
  return (
    <AppFrame banner={<WaitingBanner serverId={BUILT_IN_SERVER} />}>
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-8 px-4 py-8 sm:px-6">
        <h1 className="font-semibold text-2xl">Settings</h1>
        <ServerList />
        {hasSession ? <LogOutSection /> : null}
        <AboutSection />
      </div>
    </AppFrame>
  );
}
