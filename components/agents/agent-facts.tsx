'use client';

import type { ReactNode } from 'react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { formatDuration } from '#lib/format.ts';
import type { AgentState } from '#lib/letta/agents.ts';

const UNKNOWN = 'not reported';

/** What a row of the list has no room for. */
export function AgentFacts({ agent }: { agent: AgentState }) {
  const duration = agent.last_run_duration_ms;
  return (
    <dl
      aria-label={`Details of ${agent.name}`}
      className="relative z-10 mt-2 grid gap-x-6 gap-y-1 border-border border-t pt-2 text-sm sm:ml-7 sm:grid-cols-2"
    >
      <Fact label="Id">
        <span className="wrap-anywhere font-mono">{agent.id}</span>
        <CopyButton text={agent.id} label="Copy id" className="-my-1" />
      </Fact>
      <Fact label="Type">
        <span className="font-mono">{agent.agent_type}</span>
      </Fact>
      <Fact label="Model">
        <span className="wrap-anywhere font-mono">{agent.model ?? UNKNOWN}</span>
      </Fact>
      <Fact label="Last run">
        <span>
          {agent.last_run_completion ? <RelativeTime date={agent.last_run_completion} /> : 'never'}
          {typeof duration === 'number' ? `, took ${formatDuration(duration)}` : ''}
        </span>
      </Fact>
      <Fact label="Created">{agent.created_at ? <RelativeTime date={agent.created_at} /> : UNKNOWN}</Fact>
      <Fact label="Changed">{agent.updated_at ? <RelativeTime date={agent.updated_at} /> : UNKNOWN}</Fact>
      <IdFact label="Project" id={agent.project_id} />
      <IdFact label="Template" id={agent.template_id} />
      <IdFact label="Base template" id={agent.base_template_id} />
      {agent.hidden ? <Fact label="Hidden">Left out of the list unless hidden agents are asked for.</Fact> : null}
      {agent.tags && agent.tags.length > 0 ? <Fact label="Tags">{agent.tags.join(', ')}</Fact> : null}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-2">
      <dt className="w-24 shrink-0 text-faint">{label}</dt>
      <dd className="wrap-anywhere flex min-w-0 flex-wrap items-center gap-x-1">{children}</dd>
    </div>
  );
}

function IdFact({ label, id }: { label: string; id: string | null | undefined }) {
  if (!id) return null;
  return (
    <Fact label={label}>
      <span className="font-mono">{id}</span>
    </Fact>
  );
}
