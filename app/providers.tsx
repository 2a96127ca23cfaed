'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { ThemeProvider } from 'next-themes';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { Toaster } from '#components/ui/toaster.tsx';
import { TooltipLayer } from '#components/ui/tooltip-layer.tsx';
import { createQueryClient } from '#lib/query-client.ts';

export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  // One per browser page, and one per request on the server: never shared between people.
  const [queryClient] = useState(createQueryClient);
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      storageKey="letta-ade-theme"
      disableTransitionOnChange
      {...(nonce ? { nonce } : {})}
    >
      <NuqsAdapter>
        <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
      </NuqsAdapter>
      <Toaster />
      <TooltipLayer />
    </ThemeProvider>
  );
}
