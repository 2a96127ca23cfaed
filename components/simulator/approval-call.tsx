'use client';

import { Check, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { LongText } from '#components/ui/long-text.tsx';
import { prettyJson } from '#components/ui/pretty-json.ts';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { VisibleText } from '#components/ui/visible-text.tsx';
import type { ToolItem } from '#lib/runs/to-transcript.ts';

/** What a person has decided on a call so far, or has typed as its return. */
export type CallDraft =
  | { kind: 'decision'; approve: boolean; reason: string }
  | { kind: 'return'; text: string; status: 'success' | 'error' };

interface ApprovalCallProps {
  call: ToolItem;
  /** Whether the tool is one of ours, so that the person types its return. */
  isOurs: boolean;
  /** Whether its answer is sent by itself. */
  isOnly: boolean;
  isBusy: boolean;
  /** Why nothing can be decided yet. */
  notYet: string | undefined;
  draft: CallDraft | undefined;
  onChange: (draft: CallDraft) => void;
  onAnswer: (draft: CallDraft) => void;
}

/** One call that waits: what would run, with what, and the decision. Keys: a approves, d denies. */
export function ApprovalCall(props: ApprovalCallProps) {
  const { call, isOurs, draft } = props;
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-warning/40 bg-surface p-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium font-mono">
          <VisibleText text={call.name} />
        </span>
        {isOurs ? <Badge tone="accent">client tool</Badge> : null}
        {draft?.kind === 'decision' ? (
          <Badge tone={draft.approve ? 'success' : 'danger'}>{draft.approve ? 'approve' : 'deny'}</Badge>
        ) : null}
      </div>
      <LongText text={prettyJson(call.arguments) ?? call.arguments} name={`arguments of ${call.name}`} />
      {isOurs ? <OwnReturn {...props} /> : <Decide {...props} />}
    </li>
  );
}

function Decide({ call, isOnly, isBusy, notYet, draft, onChange, onAnswer }: ApprovalCallProps) {
  const [reason, setReason] = useState(draft?.kind === 'decision' ? draft.reason : '');
  const decide = (approve: boolean) => (isOnly ? onAnswer : onChange)({ kind: 'decision', approve, reason });

  function handleKeyDown(event: KeyboardEvent) {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.key !== 'a' && event.key !== 'd') || notYet !== undefined) return;
    event.preventDefault();
    decide(event.key === 'a');
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the buttons inside, which hold the focus
    <div className="flex flex-wrap items-end gap-2" onKeyDown={handleKeyDown}>
      <TextField
        label={`Reason for ${call.name}`}
        labelHidden
        placeholder="Reason, if you deny: what should it do instead?"
        className="min-w-48 flex-1 basis-full sm:basis-0"
        value={reason}
        onValueChange={(next) => {
          setReason(next);
          if (draft?.kind === 'decision') onChange({ ...draft, reason: next });
        }}
      />
      <Button icon={<Check />} busy={isBusy} disabledReason={notYet} aria-keyshortcuts="a" onClick={() => decide(true)}>
        Approve
      </Button>
      <Button icon={<X />} busy={isBusy} disabledReason={notYet} aria-keyshortcuts="d" onClick={() => decide(false)}>
        Deny
      </Button>
    </div>
  );
}

function OwnReturn({ call, isOnly, isBusy, notYet, draft, onChange, onAnswer }: ApprovalCallProps) {
  const current = draft?.kind === 'return' ? draft : { kind: 'return' as const, text: '', status: 'success' as const };
  return (
    <div className="flex flex-col gap-2">
      <TextArea
        label={`What ${call.name} returns`}
        mono
        rows={2}
        value={current.text}
        onValueChange={(text) => onChange({ ...current, text })}
      />
      <div className="flex items-center gap-2">
        <SelectField
          label={`Outcome of ${call.name}`}
          labelHidden
          className="w-32"
          value={current.status}
          onValueChange={(status) => onChange({ ...current, status: status === 'error' ? 'error' : 'success' })}
          options={[
            { value: 'success', label: 'Success' },
            { value: 'error', label: 'Error' },
          ]}
        />
        {isOnly ? (
          <Button icon={<Check />} busy={isBusy} disabledReason={notYet} onClick={() => onAnswer(current)}>
            Return it
          </Button>
        ) : null}
      </div>
    </div>
  );
}
