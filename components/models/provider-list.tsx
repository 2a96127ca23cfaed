'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Ellipsis, KeyRound, Pencil, Plus, RefreshCw, ShieldCheck, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { IfOffered } from '#components/session/if-offered.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { askProviderMutation, deleteProviderMutation, type Provider, providersQuery } from '#lib/letta/providers.ts';
import { LocalModelsNote } from './local-models-note.tsx';

const ProviderDialog = lazyComponent(() => import('./provider-dialog.tsx').then((module) => module.ProviderDialog));
const ProviderKeyDialog = lazyComponent(() =>
  import('./provider-key-dialog.tsx').then((module) => module.ProviderKeyDialog),
);

/** Providers with keys that people added, never shown again. */
export function ProviderList({ serverId }: { serverId: string }) {
  const { offReason } = useCapability(serverId, 'providers');
  const [adding, setAdding] = useState<{ type: string; url: string } | null>(null);
  const add = () => setAdding({ type: 'openai', url: '' });
  return (
    <section aria-labelledby="providers" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 id="providers" className="mr-auto font-semibold text-lg">
          Your own keys
        </h2>
        <Button variant="primary" icon={<Plus />} disabledReason={offReason} onClick={add}>
          Add a provider
        </Button>
      </div>
      <IfOffered serverId={serverId} needs="providers">
        <Providers serverId={serverId} onAdd={setAdding} />
      </IfOffered>
      {adding ? <ProviderDialog serverId={serverId} start={adding} onClose={() => setAdding(null)} /> : null}
    </section>
  );
}

interface ProvidersProps {
  serverId: string;
  onAdd: (start: { type: string; url: string }) => void;
}

function Providers({ serverId, onAdd }: ProvidersProps) {
  const query = useQuery(providersQuery(serverId));
  return (
    <>
      <LocalModelsNote serverId={serverId} known={query.data ?? []} onAdd={onAdd} />
      <QueryView
        query={query}
        describeError={describeFailure}
        skeleton={<Skeleton lines={3} />}
        empty={
          <EmptyState
            icon={<KeyRound />}
            title="No keys added"
            text="Add the key of a provider and its models are in every list. The server keeps the key."
          />
        }
      >
        {(providers) => (
          <ul aria-label="Providers" className="divide-y divide-border rounded-md border border-border bg-surface">
            {providers.map((provider) => (
              <ProviderRow key={provider.id} serverId={serverId} provider={provider} />
            ))}
          </ul>
        )}
      </QueryView>
    </>
  );
}

function ProviderRow({ serverId, provider }: { serverId: string; provider: Provider }) {
  const ask = useMutation(askProviderMutation(serverId, provider.id));
  const remove = useMutation(deleteProviderMutation(serverId));
  const [opened, setOpened] = useState<'edit' | 'delete' | null>(null);
  return (
    <li aria-label={provider.name} className="flex flex-col gap-2 px-3 py-2">
      <div className="flex flex-wrap items-center gap-2">
        <span className="wrap-anywhere font-medium">{provider.name}</span>
        <Badge>{provider.provider_type}</Badge>
        <span className="wrap-anywhere min-w-0 flex-1 truncate text-faint text-sm">
          key saved{provider.base_url ? ` · ${provider.base_url}` : ''}
        </span>
        {provider.last_synced ? (
          <span className="text-faint text-sm">
            models read <RelativeTime date={provider.last_synced} />
          </span>
        ) : null}
        <Menu
          label={`Actions for ${provider.name}`}
          align="end"
          items={[
            { id: 'check', label: 'Check the key', icon: <ShieldCheck />, onSelect: () => ask.mutate('check') },
            {
              id: 'refresh',
              label: 'Read its models again',
              icon: <RefreshCw />,
              onSelect: () => ask.mutate('refresh'),
            },
            { id: 'edit', label: 'Change the key…', icon: <Pencil />, onSelect: () => setOpened('edit') },
            {
              id: 'delete',
              label: 'Delete…',
              icon: <Trash2 />,
              danger: true,
              onSelect: () => setOpened('delete'),
            },
          ]}
          trigger={(props) => (
            <IconButton {...props} label={`Actions for ${provider.name}`} icon={<Ellipsis />} busy={ask.isPending} />
          )}
        />
      </div>
      {ask.isSuccess ? (
        <p role="status" className="text-sm text-success">
          {ask.variables === 'check' ? 'The provider takes the key.' : 'Its models were read again.'}
        </p>
      ) : null}
      {ask.error ? <ErrorNote {...describeFailure(ask.error)} /> : null}
      {opened === 'edit' ? (
        <ProviderKeyDialog serverId={serverId} provider={provider} onClose={() => setOpened(null)} />
      ) : null}
      {opened === 'delete' ? (
        <ConfirmDialog
          title={`Delete ${provider.name}?`}
          description="Its key is deleted and its models go from every list. Agents that use one of them fail until they get another."
          confirmLabel="Delete provider"
          describeError={describeFailure}
          onConfirm={() => remove.mutateAsync(provider.id)}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </li>
  );
}
