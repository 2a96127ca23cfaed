import type { Metadata } from 'next';
import { WaitingBanner } from '#components/agents/waiting-banner.tsx';
import { AppFrame } from '#components/shell/app-frame.tsx';
import { BUILT_IN_SERVER } from '#lib/letta/servers.ts';
import { HomePage } from './home-page.tsx';

export const metadata: Metadata = { title: 'Home' };

export default function Page() {
  return (
    <AppFrame banner={<WaitingBanner serverId={BUILT_IN_SERVER} />}>
      <HomePage />
    </AppFrame>
  );
}
