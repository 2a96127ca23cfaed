'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type Tool, toolQuery } from '#lib/letta/tools.ts';
import { routes } from '#lib/routes.ts';
import { ToolDetail } from './tool-detail.tsx';
import { isCustom } from './tool-type-label.ts';
import { ToolWorkbench } from './tool-workbench.tsx';

/** One tool on a page of its own; `new` for one to be written. */
export function ToolPage({ serverId, toolId }: { serverId: string; toolId: string }) {
  const router = useRouter();
  const open = (tool: Tool) => router.replace(routes.tool(serverId, tool.id));
  return (
    <div className="mx-auto flex max-w-360 flex-col gap-4 p-4 sm:p-6">
      {toolId === 'new' ? (
        <>
          <h1 className="font-semibold text-xl">New tool</h1>
          <ToolWorkbench serverId={serverId} agentId={null} tool={null} onSaved={open} />
        </>
      ) : (
        <SavedTool serverId={serverId} toolId={toolId} onSaved={open} />
      )}
    </div>
  );
}

interface SavedToolProps {
  serverId: string;
  toolId: string;
  onSaved: (tool: Tool) => void;
}

function SavedTool({ serverId, toolId, onSaved }: SavedToolProps) {
  const query = useQuery(toolQuery(serverId, toolId));
  return (
    <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={12} />}>
      {(tool) => (
        <>
          <div>
            <h1 className="wrap-anywhere font-mono font-semibold text-xl">{tool.name}</h1>
            <p className="text-muted">{tool.description || 'No description'}</p>
          </div>
          {isCustom(tool) ? (
            <ToolWorkbench serverId={serverId} agentId={null} tool={tool} onSaved={onSaved} />
          ) : (
            <ToolDetail tool={tool} />
          )}
        </>
      )}
    </QueryView>
  );
}
