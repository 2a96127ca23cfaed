'use client';

import { useQuery } from '@tanstack/react-query';
import { MessageSquare, SlidersHorizontal, SquareActivity } from 'lucide-react';
import Link from 'next/link';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { AgentMissing } from '#components/agents/agent-missing.tsx';
import { WaitingBanner } from '#components/agents/waiting-banner.tsx';
import { ArchivalSection } from '#components/archival/archival-section.tsx';
import { AdvancedSection } from '#components/configuration/advanced-section.tsx';
import { CompactionSection } from '#components/configuration/compaction-section.tsx';
import { IdentitySection } from '#components/configuration/identity-section.tsx';
import { ModelSection, ModelSettingsSection } from '#components/configuration/model-section.tsx';
import { SystemPromptSection } from '#components/configuration/system-prompt-section.tsx';
import { VariablesSection } from '#components/configuration/variables-section.tsx';
import { ContextWindowSection } from '#components/context-window/context-window-section.tsx';
import { ConversationSwitcher } from '#components/conversations/conversation-switcher.tsx';
import { DirectPrompt } from '#components/direct-prompt/direct-prompt.tsx';
import { CheckAgentButton } from '#components/doctor/check-agent-button.tsx';
import { CoreMemorySection } from '#components/memory/core-memory-section.tsx';
import { AddModelButton } from '#components/models/add-model-button.tsx';
import { RunsPanel } from '#components/runs/runs-panel.tsx';
import { StepDialog } from '#components/runs/step-dialog.tsx';
import { ServerSwitcher } from '#components/servers/server-switcher.tsx';
import { AgentSession } from '#components/session/agent-session.tsx';
import { AppFrame } from '#components/shell/app-frame.tsx';
import { ThreePanels } from '#components/shell/three-panels.tsx';
import { ResetButton } from '#components/simulator/reset-button.tsx';
import { SimulatorPanel } from '#components/simulator/simulator-panel.tsx';
import { ToolsSection } from '#components/tools/tools-section.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { PanelBoundary } from '#components/ui/panel-boundary.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { type AgentRef, agentQuery } from '#lib/letta/agents.ts';
import { statusOf } from '#lib/letta/describe-failure.ts';
import { BUILT_IN_SERVER } from '#lib/letta/servers.ts';
import { routes } from '#lib/routes.ts';

const CheckRemedy = lazyComponent(() => import('./check-remedy.tsx').then((module) => module.CheckRemedy));

const TABS = ['chat', 'runs', 'prompt'] as const;
const PANELS = ['configuration', 'simulator', 'state'] as const;

/** The ADE: configuration, simulator and state of one agent. */
export function AgentPage({ serverId, agentId }: AgentRef) {
  const agent = useQuery(agentQuery({ serverId, agentId }));
  const [panel, setPanel] = useQueryState('panel', parseAsStringLiteral(PANELS).withDefault('simulator'));
  const [conversationId] = useQueryState('conversation', parseAsString);
  const isMissing = !agent.data && [404, 422].includes(statusOf(agent.error) ?? 0);
  return (
    <AppFrame
      serverSwitcher={<ServerSwitcher serverId={serverId} />}
      banner={<WaitingBanner serverId={serverId} openAgentId={agentId} />}
      breadcrumb={<Breadcrumb serverId={serverId} name={agent.data?.name ?? (isMissing ? 'Not found' : '…')} />}
    >
      {isMissing ? (
        <AgentMissing serverId={serverId} agentId={agentId} />
      ) : (
        <AgentSession serverId={serverId} agentId={agentId} conversationId={conversationId}>
          <ThreePanels
            activeId={panel}
            onActiveChange={(id) => void setPanel(id)}
            panels={[
              {
                id: 'configuration',
                label: 'Configuration',
                icon: <SlidersHorizontal />,
                actions: (
                  <CheckAgentButton
                    renderRemedy={(remedy, onClose) => <CheckRemedy remedy={remedy} onClose={onClose} />}
                  />
                ),
                content: <ConfigurationPanel serverId={serverId} />,
              },
              {
                id: 'simulator',
                label: 'Simulator',
                icon: <MessageSquare />,
                actions: <ResetButton />,
                content: <Simulator />,
              },
              { id: 'state', label: 'State', icon: <SquareActivity />, content: <StatePanel /> },
            ]}
          />
          <StepDialog />
        </AgentSession>
      )}
    </AppFrame>
  );
}

function ConfigurationPanel({ serverId }: { serverId: string }) {
  return (
    <>
      <PanelBoundary name="Identity">
        <IdentitySection />
      </PanelBoundary>
      <PanelBoundary name="Model">
        <ModelSection addModel={serverId === BUILT_IN_SERVER ? <AddModelButton variant="ghost" /> : null} />
      </PanelBoundary>
      <PanelBoundary name="Model settings">
        <ModelSettingsSection />
      </PanelBoundary>
      <PanelBoundary name="System prompt">
        <SystemPromptSection />
      </PanelBoundary>
      <PanelBoundary name="Tools">
        <ToolsSection />
      </PanelBoundary>
      <PanelBoundary name="Variables">
        <VariablesSection />
      </PanelBoundary>
      <PanelBoundary name="Compaction">
        <CompactionSection />
      </PanelBoundary>
      <PanelBoundary name="Advanced">
        <AdvancedSection />
      </PanelBoundary>
    </>
  );
}

function Simulator() {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('chat'));
  return (
    <Tabs
      label="Views of the simulator"
      className="h-full"
      panelClassName="min-h-0"
      value={tab}
      onValueChange={(id) => void setTab(id)}
      tabs={[
        {
          id: 'chat',
          label: 'Chat',
          content: (
            <PanelBoundary name="Chat">
              <SimulatorPanel switcher={<ConversationSwitcher />} />
            </PanelBoundary>
          ),
        },
        {
          id: 'runs',
          label: 'Runs',
          content: (
            <PanelBoundary name="Runs">
              <RunsPanel />
            </PanelBoundary>
          ),
        },
        {
          id: 'prompt',
          label: 'Direct prompt',
          content: (
            <PanelBoundary name="Direct prompt">
              <DirectPrompt />
            </PanelBoundary>
          ),
        },
      ]}
    />
  );
}

function StatePanel() {
  return (
    <>
      <PanelBoundary name="Context window">
        <ContextWindowSection />
      </PanelBoundary>
      <PanelBoundary name="Core memory">
        <CoreMemorySection />
      </PanelBoundary>
      <PanelBoundary name="Archival memory">
        <ArchivalSection />
      </PanelBoundary>
    </>
  );
}

function Breadcrumb({ serverId, name }: { serverId: string; name: string }) {
  return (
    <ol className="flex min-w-0 items-center gap-1 text-muted">
      <li aria-hidden className="text-faint max-two:hidden">
        /
      </li>
      <li className="max-two:hidden">
        <Link href={routes.agents(serverId)} className="rounded-sm px-1 hover:text-text">
          Agents
        </Link>
      </li>
      <li aria-hidden className="text-faint">
        /
      </li>
      <li aria-current="page" className="min-w-0">
        <h1 className="truncate px-1 font-medium text-text">{name}</h1>
      </li>
    </ol>
  );
}
