import type { Metadata } from 'next';
import { ServerBoundary } from '#components/servers/server-boundary.tsx';
import { AgentPage } from './agent-page.tsx';

export const metadata: Metadata = { title: 'Agent' };

export default async function Page({ params }: { params: Promise<{ serverId: string; agentId: string }> }) {
  const { serverId, agentId } = await params;
  const ref = { serverId: decodeURIComponent(serverId), agentId: decodeURIComponent(agentId) };
  return (
    <ServerBoundary serverId={ref.serverId}>
      <AgentPage key={`${ref.serverId}/${ref.agentId}`} {...ref} />
    </ServerBoundary>
  );
}
