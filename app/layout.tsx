import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import './globals.css';
import { Providers } from './providers.tsx';

export const metadata: Metadata = {
  title: { template: '%s · Letta ADE', default: 'Letta ADE' },
  description: 'See, change and test everything a Letta agent is made of.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#131416' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // The gate makes a nonce for every request; reading it here also keeps every page from being prerendered without one.
  const given = await headers();
  const nonce = given.get('x-nonce') ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <body data-session={given.get('x-ade-session') ?? undefined}>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  );
}
