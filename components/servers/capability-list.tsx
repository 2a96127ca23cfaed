'use client';

import { useQuery } from '@tanstack/react-query';
import { Check, Minus } from 'lucide-react';
import Link from 'next/link';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { cn } from '#lib/cn.ts';
import { CAPABILITIES, CAPABILITY_IDS, type CapabilityId, offers, serverOfferQuery } from '#lib/letta/capabilities.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { SERVER_PAGES } from './server-pages.ts';

/** What a server can do, and who brings what it cannot. */
export function CapabilityList({ serverId }: { serverId: string }) {
  const query = useQuery(serverOfferQuery(serverId));
  return (
    <section aria-labelledby="capabilities-heading" className="flex flex-col gap-3">
      <h2 id="capabilities-heading" className="font-semibold text-lg">
        What this server offers
      </h2>
      <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={6} />}>
        {(offer) =>
          offer.operations === null ? (
            <p className="text-muted">
              The server does not say (no readable /openapi.json). Everything is shown; what it lacks says so when it is
              used.
            </p>
          ) : (
            <ul aria-label="Capabilities" className="grid gap-x-6 gap-y-1.5 sm:grid-cols-2">
              {CAPABILITY_IDS.map((id) => (
                <Capability
                  key={id}
                  {...CAPABILITIES[id]}
                  isOffered={offers(offer, id) === true}
                  href={pageOf(id)?.(serverId)}
                />
              ))}
            </ul>
          )
        }
      </QueryView>
    </section>
  );
}

/** Where what a server offers has a page of its own. */
function pageOf(id: CapabilityId) {
  return SERVER_PAGES.find((page) => 'needs' in page && page.needs === id)?.href;
}

interface CapabilityProps {
  label: string;
  from: string;
  isOffered: boolean;
  href: string | undefined;
}

function Capability({ label, from, isOffered, href }: CapabilityProps) {
  const Mark = isOffered ? Check : Minus;
  return (
    <li className="flex items-start gap-2">
      <Mark className={cn('mt-1 size-3.5 shrink-0', isOffered ? 'text-success' : 'text-faint')} />
      <span className={isOffered ? '' : 'text-muted'}>
        {href ? (
          <Link
            href={href}
            prefetch={false}
            className="underline decoration-border underline-offset-2 hover:decoration-current"
          >
            {label}
          </Link>
        ) : (
          label
        )}
        {isOffered ? null : <span className="text-faint text-sm"> · not here; comes with {from}</span>}
      </span>
    </li>
  );
}
