import { useMutation } from '@tanstack/react-query';
import { parseAsString, useQueryStates } from 'nuqs';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { SEVERITY_WORDS } from '#lib/agent-doctor/examine-agent.ts';
import type { Cure, Finding, Fix, Place, Remedy } from '#lib/agent-doctor/finding.ts';
import { goesWhole } from '#lib/agent-doctor/mend-rules.ts';
import { cureAgentMutation } from '#lib/letta/cure-agent.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { routes } from '#lib/routes.ts';

interface FindingCardProps {
  finding: Finding;
  onOpenRemedy: (remedy: Remedy) => void;
  /** The person goes elsewhere on the page. */
  onLeave: () => void;
}

/** One thing that is wrong, what was seen of it, and the button that helps. */
export function FindingCard({ finding, ...handlers }: FindingCardProps) {
  const { severity, title, evidence, fix } = finding;
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-border bg-surface p-3">
      <div className="flex flex-wrap items-start gap-x-2 gap-y-1">
        <h3 className="wrap-anywhere min-w-0 flex-1 basis-48 font-medium">{title}</h3>
        <Badge tone={severity === 'stops' ? 'danger' : 'warning'}>{SEVERITY_WORDS[severity]}</Badge>
      </div>
      <p className="wrap-anywhere text-pretty text-muted text-sm">{evidence}</p>
      {fix ? <FixButton fix={fix} {...handlers} /> : null}
    </li>
  );
}

type FixButtonProps = Pick<FindingCardProps, 'onOpenRemedy' | 'onLeave'> & { fix: Fix };

function FixButton({ fix, onOpenRemedy, onLeave }: FixButtonProps) {
  switch (fix.kind) {
    case 'cancel-run':
    case 'mend-rule':
    case 'detach-tool':
    case 'recompile':
      return <CureButton cure={fix} />;
    case 'open-thread':
    case 'open-run':
    case 'open-tool':
    case 'open-mcp-server':
      return <PlaceButton place={fix} onLeave={onLeave} />;
    default:
      return (
        <Button size="sm" className="self-start" onClick={() => onOpenRemedy(fix)}>
          {remedyLabel(fix)}
        </Button>
      );
  }
}

function CureButton({ cure }: { cure: Cure }) {
  const apply = useMutation(cureAgentMutation(useThreadRef()));
  const label = cureLabel(cure);
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="sm"
          busy={apply.isPending}
          disabledReason={apply.isSuccess ? 'It is done' : undefined}
          onClick={() => apply.mutate(cure)}
        >
          {label}
        </Button>
        <span role="status" className="text-sm text-success">
          {apply.isSuccess ? 'Done. Check again to see what is left.' : ''}
        </span>
      </div>
      {apply.error ? <ErrorNote {...describeFailure(apply.error)} /> : null}
    </>
  );
}

function PlaceButton({ place, onLeave }: { place: Place; onLeave: () => void }) {
  const { serverId } = useThreadRef();
  const [, setView] = useQueryStates(
    { panel: parseAsString, tab: parseAsString, run: parseAsString, conversation: parseAsString },
    { history: 'push' },
  );
  const look = { size: 'sm', className: 'self-start' } as const;
  switch (place.kind) {
    case 'open-tool':
      return (
        <ButtonLink {...look} href={routes.tool(serverId, place.toolId)}>
          Open the tool
        </ButtonLink>
      );
    case 'open-mcp-server':
      return (
        <ButtonLink {...look} href={routes.mcpServer(serverId, place.key)}>
          Open the MCP server
        </ButtonLink>
      );
    case 'open-run':
      return (
        <Button
          {...look}
          onClick={() => {
            void setView({ panel: null, tab: 'runs', run: place.runId });
            onLeave();
          }}
        >
          Open the run
        </Button>
      );
    case 'open-thread':
      return (
        <Button
          {...look}
          onClick={() => {
            void setView({ panel: null, tab: null, conversation: place.conversationId });
            onLeave();
          }}
        >
          Go to the approval
        </Button>
      );
  }
}

function cureLabel(cure: Cure): string {
  switch (cure.kind) {
    case 'cancel-run':
      return 'Cancel the run';
    case 'mend-rule':
      return goesWhole(cure.rule, cure.missing)
        ? 'Remove the rule'
        : `Take ${cure.missing.join(' and ')} out of the rule`;
    case 'detach-tool':
      return `Detach ${cure.toolName}`;
    case 'recompile':
      return 'Recompile';
  }
}

function remedyLabel(remedy: Remedy): string {
  switch (remedy.kind) {
    case 'choose-model':
      return 'Choose a model';
    case 'choose-embedding':
      return 'Choose an embedding model';
    case 'open-block':
      return 'Open the block';
    case 'set-variable':
      return `Set ${remedy.name}`;
    case 'compact':
      return 'Compact…';
  }
}
