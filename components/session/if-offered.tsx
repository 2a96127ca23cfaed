'use client';

import { ServerOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { CapabilityId } from '#lib/letta/capabilities.ts';
import { useCapability } from './use-capability.ts';

interface IfOfferedProps {
  serverId: string;
  needs: CapabilityId;
  className?: string;
  /** Mounted, and so asking for things, only where the server may have them. */
  children: ReactNode;
}

/** What needs something a server may lack; in its place the reason where it does. */
export function IfOffered({ serverId, needs, className, children }: IfOfferedProps) {
  const { usable, offReason } = useCapability(serverId, needs);
  if (offReason)
    return <EmptyState icon={<ServerOff />} title="Not on this server" text={offReason} className={className} />;
  return usable ? children : <Skeleton lines={4} />;
}
