'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Download, Ellipsis, FlaskConical, Pencil, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useCapability } from '#components/session/use-capability.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { saveFile } from '#components/ui/save-file.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { deleteToolCaseMutation, type ToolCase, toolCasesQuery } from '#lib/letta/tool-cases.ts';
import { runToolSource, type ToolRun } from '#lib/letta/tool-runs.ts';
import { describeExpectation, judgeReturn } from '#lib/tool-cases/judge-return.ts';
import { type ToolDraft, toTrial } from './tool-draft.ts';

const CaseDialog = lazyComponent(() =>
  import('#components/session/case-dialog.tsx').then((module) => module.CaseDialog),
);

type Outcome = { is: 'running' } | { is: 'ran'; run: ToolRun } | { is: 'failed'; why: string };

interface ToolCasesPanelProps {
  tool: { serverId: string; toolName: string };
  draft: ToolDraft;
  /** Why nothing can be run now. */
  whyNot: string | undefined;
}

/** The saved calls of the tool: run against the source as it is written, one by one or all. */
export function ToolCasesPanel({ tool, draft, ...props }: ToolCasesPanelProps) {
  const whyNot = useCapability(tool.serverId, 'try-tool').offReason ?? props.whyNot;
  const query = useQuery(toolCasesQuery(tool));
  const [outcomes, setOutcomes] = useState<Record<string, Outcome>>({});
  const [isRunning, setRunning] = useState(false);

  async function runAll(cases: ToolCase[]) {
    setRunning(true);
    // One after the other: a server runs each in a process of its own.
    for (const each of cases) {
      setOutcomes((before) => ({ ...before, [each.id]: { is: 'running' } }));
      const outcome = await runCase(tool.serverId, draft, each);
      setOutcomes((before) => ({ ...before, [each.id]: outcome }));
    }
    setRunning(false);
  }

  return (
    <QueryView
      query={query}
      describeError={describeFailure}
      skeleton={<Skeleton lines={4} />}
      empty={
        <EmptyState
          className="py-6"
          icon={<FlaskConical />}
          title="No cases yet"
          text="Try the tool, then keep the call with what has to come of it. Calls of the chat can be kept too."
        />
      }
    >
      {(cases) => (
        <div className="flex flex-col gap-3">
          <div className="flex flex-wrap items-center gap-2">
            <Button
              size="sm"
              icon={<Play />}
              busy={isRunning}
              disabledReason={whyNot}
              onClick={() => void runAll(cases)}
            >
              Run all
            </Button>
            <Button
              size="sm"
              icon={<Download />}
              onClick={() =>
                saveFile(
                  `${tool.toolName}-cases.json`,
                  JSON.stringify({ tool: tool.toolName, cases }, null, 2),
                  'application/json',
                )
              }
            >
              Export
            </Button>
            <span role="status" className="tabular ml-auto text-muted text-sm">
              {summary(cases, outcomes)}
            </span>
          </div>
          <ul aria-label="Cases" className="divide-y divide-border rounded-md border border-border">
            {cases.map((each) => (
              <CaseRow
                key={each.id}
                tool={tool}
                saved={each}
                outcome={outcomes[each.id]}
                whyNot={isRunning ? 'Others are running' : whyNot}
                onRun={() => void runAll([each])}
              />
            ))}
          </ul>
        </div>
      )}
    </QueryView>
  );
}

interface CaseRowProps {
  tool: { serverId: string; toolName: string };
  saved: ToolCase;
  outcome: Outcome | undefined;
  whyNot: string | undefined;
  onRun: () => void;
}

function CaseRow({ tool, saved, outcome, whyNot, onRun }: CaseRowProps) {
  const remove = useMutation(deleteToolCaseMutation(tool));
  const [isEditing, setEditing] = useState(false);
  return (
    <li className="flex flex-col gap-1 px-2.5 py-2">
      <div className="flex items-center gap-2">
        <OutcomeBadge saved={saved} outcome={outcome} />
        <span className="wrap-anywhere min-w-0 flex-1">{saved.name}</span>
        <IconButton label={`Run ${saved.name}`} icon={<Play />} disabledReason={whyNot} onClick={onRun} />
        <Menu
          label={`Actions for ${saved.name}`}
          align="end"
          items={[
            { id: 'edit', label: 'Edit…', icon: <Pencil />, onSelect: () => setEditing(true) },
            { id: 'delete', label: 'Delete', icon: <Trash2 />, danger: true, onSelect: () => remove.mutate(saved.id) },
          ]}
          trigger={(props) => <IconButton {...props} label={`Actions for ${saved.name}`} icon={<Ellipsis />} />}
        />
      </div>
      <p className="truncate font-mono text-faint text-sm">{JSON.stringify(saved.args)}</p>
      <Verdicts saved={saved} outcome={outcome} />
      {remove.error ? <ErrorNote {...describeFailure(remove.error)} /> : null}
      {isEditing ? <CaseDialog tool={tool} draft={saved} onClose={() => setEditing(false)} /> : null}
    </li>
  );
}

function Verdicts({ saved, outcome }: { saved: ToolCase; outcome: Outcome | undefined }) {
  if (outcome?.is === 'failed') return <p className="text-danger text-sm">{outcome.why}</p>;
  if (outcome?.is !== 'ran')
    return <p className="truncate text-faint text-sm">{saved.expectations.map(describeExpectation).join(' · ')}</p>;
  return (
    <ul className="text-sm">
      {saved.expectations.map((expectation) => {
        const { isMet, words, why } = judgeReturn(outcome.run, expectation);
        return (
          <li
            key={JSON.stringify(expectation)}
            className={isMet ? 'truncate text-success' : 'wrap-anywhere text-danger'}
          >
            {isMet ? '✓' : '✗'} {words}
            {why ? ` — ${why}` : ''}
          </li>
        );
      })}
    </ul>
  );
}

function OutcomeBadge({ saved, outcome }: { saved: ToolCase; outcome: Outcome | undefined }) {
  if (outcome === undefined) return <Badge>not run</Badge>;
  if (outcome.is === 'running') return <Badge>running</Badge>;
  return isPassed(saved, outcome) ? <Badge tone="success">passed</Badge> : <Badge tone="danger">failed</Badge>;
}

function isPassed(saved: ToolCase, outcome: Outcome | undefined): boolean {
  return outcome?.is === 'ran' && saved.expectations.every((each) => judgeReturn(outcome.run, each).isMet);
}

function summary(cases: ToolCase[], outcomes: Record<string, Outcome>): string {
  const done = cases.filter(({ id }) => outcomes[id] && outcomes[id].is !== 'running');
  if (done.length === 0) return '';
  const passed = done.filter((each) => isPassed(each, outcomes[each.id])).length;
  return `${passed} passed, ${done.length - passed} failed`;
}

async function runCase(serverId: string, draft: ToolDraft, { args }: ToolCase): Promise<Outcome> {
  try {
    return { is: 'ran', run: await runToolSource(serverId, toTrial(draft, args), AbortSignal.timeout(120_000)) };
  } catch (error) {
    const { title, message } = describeFailure(error);
    return { is: 'failed', why: `${title}. ${message}` };
  }
}
