import type { ReactNode } from 'react';

/** Names and values, in columns as the width allows. */
export function Facts({ facts }: { facts: [name: string, value: ReactNode][] }) {
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-3">
      {facts.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-faint text-xs">{name}</dt>
          <dd className="wrap-anywhere tabular">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
