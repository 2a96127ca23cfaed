'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { UserRound } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';
import { useCapability } from '#components/session/use-capability.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Block } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { blockIdentitiesQuery, linkIdentityMutation } from '#lib/letta/identities.ts';

interface BlockIdentitiesDialogProps {
  serverId: string;
  block: Block;
  onClose: () => void;
}

/** The identities a block is linked to, on servers that still have identities. */
export function BlockIdentitiesDialog({ serverId, block, onClose }: BlockIdentitiesDialogProps) {
  const { usable } = useCapability(serverId, 'identities');
  const query = useQuery({ ...blockIdentitiesQuery(serverId, block.id), enabled: usable });
  const link = useMutation(linkIdentityMutation(serverId, block.id));
  const [id, setId] = useState('');
  const identityId = id.trim();

  function attach(event: SubmitEvent) {
    event.preventDefault();
    if (identityId !== '' && !link.isPending)
      link.mutate({ identityId, action: 'attach' }, { onSuccess: () => setId('') });
  }

  return (
    <Dialog
      title={`Identities of ${block.label}`}
      description="A link tells whose memory this block is. Letta has deprecated identities; servers that still have them keep the link."
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        <form onSubmit={attach} className="flex items-end gap-2">
          <TextField
            label="Identity, by id"
            mono
            className="flex-1"
            placeholder="identity-…"
            value={id}
            onValueChange={setId}
          />
          <Button
            type="submit"
            variant="primary"
            busy={link.isPending && link.variables.action === 'attach'}
            disabledReason={identityId === '' ? 'Enter an id' : undefined}
          >
            Attach
          </Button>
        </form>
        {link.error ? <ErrorNote {...describeFailure(link.error)} /> : null}
        <QueryView
          query={query}
          describeError={describeFailure}
          skeleton={<Skeleton lines={3} />}
          empty={<EmptyState icon={<UserRound />} title="No identity has this block" className="py-6" />}
        >
          {(identities) => (
            <ul aria-label="Linked identities" className="divide-y divide-border">
              {identities.map(({ id: linked, name, identifier_key }) => (
                <li key={linked} className="flex items-center gap-3 py-1.5">
                  <span className="wrap-anywhere min-w-0 flex-1">
                    {name} <span className="font-mono text-faint text-sm">{identifier_key}</span>
                  </span>
                  <Button
                    size="sm"
                    aria-label={`Detach ${name}`}
                    busy={link.isPending && link.variables.identityId === linked}
                    onClick={() => link.mutate({ identityId: linked, action: 'detach' })}
                  >
                    Detach
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </QueryView>
      </div>
    </Dialog>
  );
}
