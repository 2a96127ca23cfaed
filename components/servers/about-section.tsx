'use client';

import { useQuery } from '@tanstack/react-query';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { aboutQuery, describeSandbox } from '#lib/letta/about.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

/** What is running here, and where its data lies. */
export function AboutSection() {
  const query = useQuery(aboutQuery());
  return (
    <section aria-labelledby="about-heading" className="flex flex-col gap-3">
      <h2 id="about-heading" className="font-semibold text-lg">
        About
      </h2>
      <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={4} />}>
        {(about) => (
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 rounded-lg border border-border bg-surface p-4">
            <Fact name="Letta ADE" value={about.version} />
            <Fact name="Node.js" value={about.node} />
            <Fact name="Data folder" value={about.home} />
            <Fact
              name="Python for tools"
              value={about.python ?? 'not found: install Python 3.9 or newer, then Python tools can run'}
            />
            {about.python !== null && <Fact name="Python tools are" value={describeSandbox(about.sandbox)} />}
          </dl>
        )}
      </QueryView>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="wrap-anywhere font-mono text-sm">{value}</dd>
    </>
  );
}
