'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { IfOffered } from '#components/session/if-offered.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { LongText } from '#components/ui/long-text.tsx';
import { ModelRequestView } from '#components/ui/model-request-view.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { RequestComparison } from '#components/ui/request-comparison.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { describePreviewFailure, previewRequestQuery } from '#lib/letta/preview-request.ts';
import { stepTraceQuery } from '#lib/letta/steps.ts';
import type { SendIntent } from '#lib/runs/send-intent.ts';
import { readModelRequest } from '#lib/trace/read-model-call.ts';
import { draftedMessage } from './send-draft.ts';
import { readSendOptions } from './send-options-store.ts';
import { useLastStepId } from './use-history.ts';

type TabId = 'request' | 'compare' | 'raw';

/** What the model would be asked if the message were sent now: in parts, against the last request, and as it is. */
export function PreviewDialog({ onClose }: { onClose: () => void }) {
  const ref = useThreadRef();
  // The message as it was when the dialog opened: its `otid` is part of the request.
  const [message] = useState(() => draftedMessage(ref));
  if (message === null) return null;
  return (
    <Dialog
      size="xl"
      title="Preview of the request"
      description="What the model would be asked if you sent the message now. Nothing is sent, and nothing about the agent changes."
      onClose={onClose}
    >
      <Preview intent={{ kind: 'message', message, options: readSendOptions(ref) }} />
    </Dialog>
  );
}

function Preview({ intent }: { intent: SendIntent }) {
  const preview = useQuery(previewRequestQuery(useThreadRef(), intent));
  const [tab, setTab] = useState<TabId>('request');
  return (
    <QueryView query={preview} describeError={describePreviewFailure} skeleton={<Skeleton lines={8} />}>
      {(payload) => (
        <Tabs
          label="Views of the request"
          value={tab}
          onValueChange={setTab}
          panelClassName="pt-3"
          tabs={[
            { id: 'request', label: 'Request', content: <ModelRequestView request={readModelRequest(payload)} /> },
            { id: 'compare', label: 'Against the last one', content: <AgainstLast payload={payload} /> },
            {
              id: 'raw',
              label: 'Raw',
              content: <LongText text={JSON.stringify(payload, null, 2)} name="preview of the request" />,
            },
          ]}
        />
      )}
    </QueryView>
  );
}

function AgainstLast({ payload }: { payload: Record<string, unknown> }) {
  const { serverId } = useThreadRef();
  const stepId = useLastStepId();
  if (stepId === null) return <p className="text-muted">Nothing was sent in this conversation yet.</p>;
  return (
    <IfOffered serverId={serverId} needs="trace">
      <Comparison serverId={serverId} stepId={stepId} payload={payload} />
    </IfOffered>
  );
}

interface ComparisonProps {
  serverId: string;
  stepId: string;
  payload: Record<string, unknown>;
}

function Comparison({ serverId, stepId, payload }: ComparisonProps) {
  const last = useQuery(stepTraceQuery(serverId, stepId));
  return (
    <QueryView query={last} describeError={describeFailure} skeleton={<Skeleton lines={6} />}>
      {(trace) => {
        if (!trace) return <p className="text-muted">The server keeps no trace of the last step to compare with.</p>;
        return (
          <RequestComparison
            before={readModelRequest(trace.request_json)}
            after={readModelRequest(payload)}
            cached={null}
          />
        );
      }}
    </QueryView>
  );
}
