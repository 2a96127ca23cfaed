'use client';

import { Ellipsis, Plus, Trash2, Users } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { Menu } from '#components/ui/menu.tsx';
import type { Tool } from '#lib/letta/tools.ts';
import { routes } from '#lib/routes.ts';
import { RestoreBaseTools } from './restore-base-tools.tsx';
import { ToolLibrary } from './tool-library.tsx';

const DeleteToolDialog = lazyComponent(() =>
  import('./delete-tool-dialog.tsx').then((module) => module.DeleteToolDialog),
);
const ToolUsersDialog = lazyComponent(() => import('./tool-users-dialog.tsx').then((module) => module.ToolUsersDialog));

type Opened = { is: 'delete' | 'users'; tool: Tool } | null;

/** The tools of a server, on a page of their own. */
export function LibraryPage({ serverId }: { serverId: string }) {
  const router = useRouter();
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  return (
    <div className="mx-auto flex max-w-240 flex-col gap-4 p-4 sm:p-6">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto font-semibold text-xl">Tools</h1>
        <ButtonLink href={routes.mcp(serverId)} prefetch={false}>
          MCP servers
        </ButtonLink>
        <RestoreBaseTools serverId={serverId} />
        <Button variant="primary" icon={<Plus />} onClick={() => router.push(routes.tool(serverId, 'new'))}>
          New tool
        </Button>
      </div>
      <ToolLibrary
        serverId={serverId}
        onOpen={(tool) => router.push(routes.tool(serverId, tool.id))}
        actions={(tool) => (
          <Menu
            label={`Actions for ${tool.name}`}
            align="end"
            items={[
              {
                id: 'users',
                label: 'Which agents have it',
                icon: <Users />,
                onSelect: () => setOpened({ is: 'users', tool }),
              },
              {
                id: 'delete',
                label: 'Delete…',
                icon: <Trash2 />,
                danger: true,
                onSelect: () => setOpened({ is: 'delete', tool }),
              },
            ]}
            trigger={(props) => <IconButton {...props} label={`Actions for ${tool.name}`} icon={<Ellipsis />} />}
          />
        )}
      />
      {opened?.is === 'delete' ? <DeleteToolDialog serverId={serverId} tool={opened.tool} onClose={close} /> : null}
      {opened?.is === 'users' ? <ToolUsersDialog serverId={serverId} tool={opened.tool} onClose={close} /> : null}
    </div>
  );
}
