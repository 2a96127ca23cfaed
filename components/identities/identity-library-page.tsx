'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { UserRound } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useCapability } from '#components/session/use-capability.ts';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MoreButton } from '#components/ui/more-button.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { whyOff } from '#lib/letta/capabilities.ts';
import { describeFailure, isMissingRoute } from '#lib/letta/describe-failure.ts';
import { type IdentityFilter, identityPagesQuery } from '#lib/letta/identities.ts';
import { routes } from '#lib/routes.ts';
import { IdentityRow } from './identity-row.tsx';

const IN = { name: 'Name', identifier_key: 'Identifier key' } as const;

/** The identities of a server: whom agents and blocks belong to. */
export function IdentityLibraryPage({ serverId }: { serverId: string }) {
  const { usable, offReason } = useCapability(serverId, 'identities');
  const [text, setText] = useState('');
  const [where, setWhere] = useState<keyof typeof IN>('name');
  const filter: IdentityFilter = { where, text: useDeferredValue(text).trim() };
  const query = useInfiniteQuery({ ...identityPagesQuery(serverId, filter), enabled: usable });
  const reason = offReason ?? (isMissingRoute(query.error) ? whyOff(serverId, 'identities') : undefined);
  return (
    <div className="mx-auto flex max-w-240 flex-col gap-4 p-4 sm:p-6">
      <h1 className="font-semibold text-xl">Identities</h1>
      {reason ? (
        <EmptyState
          icon={<UserRound />}
          title="No identities on this server"
          text={`${reason} Tags can tell whose agent it is.`}
          action={<ButtonLink href={routes.agents(serverId)}>Agents</ButtonLink>}
        />
      ) : (
        <>
          <p className="text-muted">
            Whom an agent or a block belongs to. Letta has deprecated identities; this server still has them.
          </p>
          <div className="flex flex-wrap gap-2">
            <SearchField
              label="Search identities"
              placeholder={where === 'name' ? 'Search by name' : 'The whole key'}
              className="min-w-40 flex-1"
              value={text}
              onValueChange={setText}
            />
            <SelectField
              label="Search in"
              labelHidden
              className="w-40"
              value={where}
              onValueChange={(next) => setWhere(next as keyof typeof IN)}
              options={Object.entries(IN).map(([value, label]) => ({ value, label }))}
            />
          </div>
          <QueryView
            query={{ ...query, data: query.data?.pages.flat() }}
            describeError={describeFailure}
            skeleton={<Skeleton lines={8} />}
            empty={
              filter.text ? (
                <EmptyState icon={<UserRound />} title="No identity is like that" text="Look for something else." />
              ) : (
                <EmptyState
                  icon={<UserRound />}
                  title="No identities yet"
                  text="Programs make them, to tell their users' agents apart."
                />
              )
            }
          >
            {(identities) => (
              <ul aria-label="Identities" className="divide-y divide-border rounded-md border border-border bg-surface">
                {identities.map((identity) => (
                  <IdentityRow key={identity.id} serverId={serverId} identity={identity} />
                ))}
              </ul>
            )}
          </QueryView>
          <MoreButton query={query} className="self-start">
            Show more identities
          </MoreButton>
        </>
      )}
    </div>
  );
}
