'use client';

import { Stethoscope } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { StatusDot } from '#components/ui/status-dot.tsx';
import { toAgentReport } from '#lib/agent-doctor/examine-agent.ts';
import type { Look, Remedy } from '#lib/agent-doctor/finding.ts';
import { SOURCES, type SourceId } from '#lib/letta/agent-evidence.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import type { RenderRemedy } from './check-agent-button.tsx';
import { FindingCard } from './finding-card.tsx';
import { useAgentCheck } from './use-agent-check.ts';

interface AgentCheckDialogProps {
  renderRemedy: RenderRemedy;
  onClose: () => void;
}

/** What is wrong with the agent, with what was seen of it and a button for each. Nothing is done without a press. */
export function AgentCheckDialog({ renderRemedy, onClose }: AgentCheckDialogProps) {
  const { state, round, start, stop } = useAgentCheck();
  const [remedy, setRemedy] = useState<Remedy | null>(null);
  if (remedy) return renderRemedy(remedy, () => setRemedy(null));
  return (
    <Dialog
      size="lg"
      title="Check of this agent"
      description="Reads the agent anew and names what is in its way. Nothing is changed unless you press a button. Ages are reckoned by this computer's clock."
      onClose={onClose}
      footer={
        state.is === 'running' ? (
          <Button onClick={stop}>Stop</Button>
        ) : (
          <>
            {state.is === 'done' ? (
              <CopyButton
                label="Copy as text"
                showLabel
                size="md"
                text={() => toAgentReport(state.evidence, state.look)}
              />
            ) : null}
            <Button variant="primary" icon={<Stethoscope />} onClick={start}>
              Check again
            </Button>
          </>
        )
      }
    >
      {state.is === 'running' ? <Progress read={state.read} /> : null}
      {state.is === 'stopped' ? <p role="status">The check was stopped. Nothing was changed.</p> : null}
      {state.is === 'failed' ? <ErrorNote {...describeFailure(state.error)} /> : null}
      {state.is === 'done' ? <Result key={round} look={state.look} onOpenRemedy={setRemedy} onLeave={onClose} /> : null}
    </Dialog>
  );
}

function Progress({ read }: { read: SourceId[] }) {
  const all = Object.entries(SOURCES) as [SourceId, string][];
  return (
    <div className="flex flex-col gap-2">
      <p role="status">
        {read.length} of {all.length} read
      </p>
      <ul aria-label="What is read" className="flex flex-col gap-1">
        {all.map(([id, label]) => (
          <li key={id} className="flex items-center gap-2 text-muted">
            <StatusDot state={read.includes(id) ? 'ok' : 'busy'} label={read.includes(id) ? 'read' : 'to come'} />
            {label}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ResultProps {
  look: Look;
  onOpenRemedy: (remedy: Remedy) => void;
  onLeave: () => void;
}

function Result({ look, onOpenRemedy, onLeave }: ResultProps) {
  const { findings, looked, unknown } = look;
  return (
    <div className="flex flex-col gap-3">
      <p role="status" aria-label="Result" className="text-pretty text-muted text-sm">
        {findings.length === 0 ? '' : `${findings.length} found. `}Looked at: {looked}.
      </p>
      {findings.length === 0 ? (
        <EmptyState
          className="py-4"
          icon={<Stethoscope />}
          title="Nothing found"
          text={unknown.length === 0 ? 'Everything that was looked at is fine.' : 'Some of it could not be looked at.'}
        />
      ) : (
        <ul aria-label="Findings" className="flex flex-col gap-2">
          {findings.map((finding) => (
            <FindingCard key={finding.id} finding={finding} onOpenRemedy={onOpenRemedy} onLeave={onLeave} />
          ))}
        </ul>
      )}
      {unknown.length > 0 ? (
        <section aria-label="Not looked at" className="rounded-md bg-surface-sunken p-3 text-sm">
          <h3 className="font-medium">Could not be looked at</h3>
          <ul className="wrap-anywhere list-disc pl-4 text-muted">
            {unknown.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}
