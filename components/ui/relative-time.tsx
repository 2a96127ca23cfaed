'use client';

import { memo } from 'react';
import { formatRelativeTime } from '#lib/format.ts';
import { useNow } from './use-now.ts';

// Made once: making one takes longer than drawing the row around the time.
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

type RelativeTimeProps = { date: string | number | Date; className?: string };

/** "4 minutes ago", kept current, with the full date and time as its title. */
export const RelativeTime = memo(function RelativeTime({ date, className }: RelativeTimeProps) {
  const now = useNow();
  const then = new Date(date);
  if (Number.isNaN(then.getTime())) return <span className={className}>not reported</span>;
  const iso = then.toISOString();
  return (
    <time
      dateTime={iso}
      // The server knows neither the reader's clock nor their time zone, so both texts wait for the browser.
      title={now === undefined ? undefined : exact.format(then)}
      className={className}
    >
      {now === undefined ? iso.slice(0, 10) : formatRelativeTime(then, new Date(now))}
    </time>
  );
});
