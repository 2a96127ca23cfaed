'use client';

import Link from 'next/link';
import { routes } from '#lib/routes.ts';

const PAGES = [
  { id: 'agents', label: 'Agents', href: routes.agents },
  { id: 'tools', label: 'Tools', href: routes.tools },
  { id: 'mcp', label: 'MCP', href: routes.mcp },
  { id: 'blocks', label: 'Blocks', href: routes.blocks },
  { id: 'models', label: 'Models', href: routes.models },
  { id: 'connection', label: 'Connection', href: routes.connection },
] as const;

interface ServerNavProps {
  serverId: string;
  current: (typeof PAGES)[number]['id'];
}

/** The pages of a server. */
export function ServerNav({ serverId, current }: ServerNavProps) {
  return (
    <ul className="flex min-w-0 snap-x items-center gap-1 overflow-x-auto">
      {PAGES.map(({ id, label, href }) => (
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
