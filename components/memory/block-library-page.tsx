'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Blocks, Ellipsis, Lock, Plus, Trash2, UserRound, Users } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useCapability } from '#components/session/use-capability.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { MoreButton } from '#components/ui/more-button.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { formatNumber } from '#lib/format.ts';
import { type Block, type BlockFilter, blocksQuery } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

const LibraryBlockDialog = lazyComponent(() =>
  import('./library-block-dialog.tsx').then((module) => module.LibraryBlockDialog),
);
const DeleteBlockDialog = lazyComponent(() =>
  import('./delete-block-dialog.tsx').then((module) => module.DeleteBlockDialog),
);
const BlockUsersDialog = lazyComponent(() =>
  import('./block-users-dialog.tsx').then((module) => module.BlockUsersDialog),
);

const BlockIdentitiesDialog = lazyComponent(() =>
  import('./block-identities-dialog.tsx').then((module) => module.BlockIdentitiesDialog),
);

const IN = {
  label_search: 'Label',
  value_search: 'Value',
  description_search: 'Description',
  name: 'Template name',
} as const;
const KIND = { blocks: 'Blocks', templates: 'Templates' } as const;
const SHARING = { '': 'Shared or not', none: 'No agent has it', one: 'One agent', many: 'Several agents' } as const;

type Opened = { is: 'edit' | 'delete' | 'users' | 'identities'; block: Block } | { is: 'new' } | null;

/** Every memory block of a server. */
export function BlockLibraryPage({ serverId }: { serverId: string }) {
  const [text, setText] = useState('');
  const [where, setWhere] = useState<keyof typeof IN>('label_search');
  const [sharing, setSharing] = useState<keyof typeof SHARING>('');
  const [kind, setKind] = useState<keyof typeof KIND>('blocks');
  const [opened, setOpened] = useState<Opened>(null);
  const filter: BlockFilter = { where, text: useDeferredValue(text).trim(), sharing, kind };
  const query = useInfiniteQuery(blocksQuery(serverId, filter));
  const whyNoIdentities = useCapability(serverId, 'identities').offReason;
  const close = () => setOpened(null);
  return (
    <div className="mx-auto flex max-w-240 flex-col gap-4 p-4 sm:p-6">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto font-semibold text-xl">Memory blocks</h1>
        <Button variant="primary" icon={<Plus />} onClick={() => setOpened({ is: 'new' })}>
          New block
        </Button>
      </div>
      <div className="flex flex-wrap gap-2">
        <SearchField
          label="Search blocks"
          placeholder="Search"
          className="min-w-40 flex-1"
          value={text}
          onValueChange={setText}
        />
        <SelectField
          label="Kind"
          labelHidden
          className="w-32"
          value={kind}
          onValueChange={(next) => setKind(next as keyof typeof KIND)}
          options={Object.entries(KIND).map(([value, label]) => ({ value, label }))}
        />
        <SelectField
          label="Search in"
          labelHidden
          className="w-36"
          value={where}
          onValueChange={(next) => setWhere(next as keyof typeof IN)}
          options={Object.entries(IN).map(([value, label]) => ({ value, label }))}
        />
        <SelectField
          label="Sharing"
          labelHidden
          className="w-44"
          value={sharing}
          onValueChange={(next) => setSharing(next as keyof typeof SHARING)}
          options={Object.entries(SHARING).map(([value, label]) => ({ value, label }))}
        />
      </div>
      <QueryView
        query={{ ...query, data: query.data?.pages.flat() }}
        describeError={describeFailure}
        skeleton={<Skeleton lines={8} />}
        empty={
          <EmptyState icon={<Blocks />} title="No block is like that" text="Look for something else, or make one." />
        }
      >
        {(blocks) => (
          <ul aria-label="Blocks" className="divide-y divide-border rounded-md border border-border bg-surface">
            {blocks.map((block) => (
              <li key={block.id} className="flex items-center gap-3 px-3 py-2">
                <button
                  type="button"
                  onClick={() => setOpened({ is: 'edit', block })}
                  className="focus-inset min-w-0 flex-1 rounded-sm text-left"
                >
                  <span className="flex flex-wrap items-center gap-2">
                    <span className="wrap-anywhere font-medium font-mono text-sm">{block.label}</span>
                    {block.read_only ? <Lock className="size-3 text-faint" aria-label="Read-only for agents" /> : null}
                    {block.is_template ? <Badge>template</Badge> : null}
                    {block.template_name ? <Badge mono>{block.template_name}</Badge> : null}
                    {block.preserve_on_migration ? (
                      <Badge title="Keeps its value when agents move to a newer version of the template">
                        preserved
                      </Badge>
                    ) : null}
                    <span className="tabular text-faint text-sm">
                      {formatNumber([...block.value].length)}
                      {block.limit ? ` / ${formatNumber(block.limit)}` : ''}
                    </span>
                  </span>
                  <span className="block truncate text-muted text-sm">{block.value || 'Empty'}</span>
                </button>
                <Menu
                  label={`Actions for ${block.label}`}
                  align="end"
                  items={[
                    {
                      id: 'users',
                      label: 'Which agents have it',
                      icon: <Users />,
                      onSelect: () => setOpened({ is: 'users', block }),
                    },
                    {
                      id: 'identities',
                      label: 'Identities…',
                      icon: <UserRound />,
                      disabledReason: whyNoIdentities,
                      onSelect: () => setOpened({ is: 'identities', block }),
                    },
                    {
                      id: 'delete',
                      label: 'Delete…',
                      icon: <Trash2 />,
                      danger: true,
                      onSelect: () => setOpened({ is: 'delete', block }),
                    },
                  ]}
                  trigger={(props) => (
                    <IconButton {...props} label={`Actions for ${block.label}`} icon={<Ellipsis />} />
                  )}
                />
              </li>
            ))}
          </ul>
        )}
      </QueryView>
      <MoreButton query={query} className="self-start">
        Show more blocks
      </MoreButton>
      {opened?.is === 'new' ? <LibraryBlockDialog serverId={serverId} block={null} onClose={close} /> : null}
      {opened?.is === 'edit' ? <LibraryBlockDialog serverId={serverId} block={opened.block} onClose={close} /> : null}
      {opened?.is === 'delete' ? <DeleteBlockDialog serverId={serverId} block={opened.block} onClose={close} /> : null}
      {opened?.is === 'identities' ? (
        <BlockIdentitiesDialog serverId={serverId} block={opened.block} onClose={close} />
      ) : null}
      {opened?.is === 'users' ? <BlockUsersDialog serverId={serverId} block={opened.block} onClose={close} /> : null}
    </div>
  );
}
