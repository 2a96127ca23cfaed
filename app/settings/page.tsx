import type { Metadata } from 'next';
import { AboutSection } from '#components/servers/about-section.tsx';
import { ServerList } from '#components/servers/server-list.tsx';
import { AppFrame } from '#components/shell/app-frame.tsx';

export const metadata: Metadata = { title: 'Settings' };

export default function Page() {
  return (
    <AppFrame>
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-8 px-4 py-8 sm:px-6">
        <h1 className="font-semibold text-2xl">Settings</h1>
        <ServerList />
        <AboutSection />
      </div>
    </AppFrame>
  );
}
