'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { offers, serverOfferQuery } from '#lib/letta/capabilities.ts';
import { SERVER_PAGES, type ServerPageId } from './server-pages.ts';

interface ServerNavProps {
  serverId: string;
  current: ServerPageId;
}

/** The pages of a server; one that has nothing on it there only while one is on it. */
export function ServerNav({ serverId, current }: ServerNavProps) {
  const offer = useQuery(serverOfferQuery(serverId)).data;
  const pages = SERVER_PAGES.filter(
    (page) => page.id === current || !('needs' in page) || (offer && offers(offer, page.needs) !== false),
  );
  return (
    <ul className="flex min-w-0 snap-x items-center gap-1 overflow-x-auto">
      {pages.map(({ id, label, href }) => (
        <li key={id}>
          <Link
            href={href(serverId)}
            prefetch={false}
            ref={id === current ? scrollIntoRow : undefined}
            aria-current={id === current ? 'page' : undefined}
            className="inline-flex min-h-7 items-center rounded-md px-2 text-muted hover:bg-hover hover:text-text aria-[current=page]:snap-end aria-[current=page]:font-medium aria-[current=page]:text-text"
          >
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** On a phone the row is wider than its place, which shrinks once more when the server's name is known: hence the snapping. */
function scrollIntoRow(link: HTMLAnchorElement | null) {
  link?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
