'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useQueryState } from 'nuqs';
import { type KeyboardEvent, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { runStepsQuery } from '#lib/letta/runs.ts';
import { type Step, stepQuery } from '#lib/letta/steps.ts';
import { FeedbackButtons } from './feedback-buttons.tsx';
import { StepCompare } from './step-compare.tsx';
import { StepMessages } from './step-messages.tsx';
import { StepOverview } from './step-overview.tsx';
import { StepTags } from './step-tags.tsx';
import { StepRaw, StepRequest, StepResponse } from './step-trace.tsx';

type TabId = 'overview' | 'messages' | 'request' | 'response' | 'compare' | 'raw';

/** The step that the address names. Arrow keys walk through the steps of its run. */
export function StepDialog() {
  const { serverId } = useAgentRef();
  const [stepId, setStep] = useQueryState('step', { history: 'push' });
  const step = useQuery({ ...stepQuery(serverId, stepId ?? ''), enabled: stepId !== null });
  if (stepId === null) return null;
  return (
    <Dialog
      size="xl"
      title="Step"
      description={<span className="font-mono text-sm">{stepId}</span>}
      onClose={() => void setStep(null)}
    >
      <QueryView query={step} describeError={describeFailure} skeleton={<Skeleton lines={8} />}>
        {(found) => <OpenStep key={found.id} step={found} onGo={(id) => void setStep(id)} />}
      </QueryView>
    </Dialog>
  );
}

function OpenStep({ step, onGo }: { step: Step; onGo: (stepId: string) => void }) {
  const ref = useAgentRef();
  const [tab, setTab] = useState<TabId>('overview');
  const { data: steps = [] } = useQuery({ ...runStepsQuery(ref, step.run_id ?? ''), enabled: Boolean(step.run_id) });
  const index = steps.findIndex((each) => each.id === step.id);
  const go = (to: Step | undefined) => (to ? onGo(to.id) : undefined);

  function handleKeyDown(event: KeyboardEvent<HTMLElement>) {
    const isTyping =
      event.target instanceof Element && event.target.closest('input, textarea, select, [role=tab], pre');
    if (isTyping || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    go(steps[index + (event.key === 'ArrowDown' ? 1 : -1)]);
  }

  const panels: Record<TabId, [string, React.ReactNode]> = {
    overview: ['Overview', <StepOverview key="overview" step={step} />],
    messages: ['Messages', <StepMessages key="messages" step={step} />],
    request: ['Request', <StepRequest key="request" step={step} />],
    response: ['Response', <StepResponse key="response" step={step} />],
    compare: ['Compare', <StepCompare key="compare" step={step} />],
    raw: ['Raw', <StepRaw key="raw" step={step} />],
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the buttons inside, which hold the focus
    <div onKeyDown={handleKeyDown} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        {index === -1 ? null : (
          <span className="flex items-center gap-1 text-muted text-sm">
            <IconButton
              label="Step before"
              icon={<ChevronUp />}
              disabledReason={index === 0 ? 'this is the first' : undefined}
              onClick={() => go(steps[index - 1])}
            />
            <IconButton
              label="Step after"
              icon={<ChevronDown />}
              disabledReason={index === steps.length - 1 ? 'this is the last' : undefined}
              onClick={() => go(steps[index + 1])}
            />
            Step {index + 1} of {steps.length} in its run
          </span>
        )}
        <span className="ml-auto flex min-w-0 flex-wrap items-start gap-1.5">
          <StepTags step={step} className="w-56" />
          <FeedbackButtons step={step} />
        </span>
      </div>
      <Tabs
        label="Views of the step"
        value={tab}
        onValueChange={setTab}
        panelClassName="pt-3"
        tabs={(Object.keys(panels) as TabId[]).map((id) => ({ id, label: panels[id][0], content: panels[id][1] }))}
      />
    </div>
  );
}
