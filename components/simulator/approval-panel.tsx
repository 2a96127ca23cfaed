'use client';

import { Check, Hand, X } from 'lucide-react';
import { useState } from 'react';
import { useThreadSession } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import type { CallAnswer } from '#lib/runs/send-intent.ts';
import type { ToolItem } from '#lib/runs/to-transcript.ts';
import { ApprovalCall, type CallDraft } from './approval-call.tsx';
import { readSendOptions, useSendSettings } from './send-options-store.ts';
import { useArmed } from './use-armed.ts';
import { usePendingCalls } from './use-history.ts';

/**
 * The calls that wait for a decision, outside of what the agent says: nothing an agent writes can look like it. What is
 * shown is what is sent.
 */
export function ApprovalPanel() {
  const calls = usePendingCalls();
  if (calls.length === 0) return null;
  return <Pending key={calls.map((call) => call.callId).join(' ')} calls={calls} />;
}

function Pending({ calls }: { calls: ToolItem[] }) {
  const session = useThreadSession();
  const { clientTools } = useSendSettings(session.ref);
  const [drafts, setDrafts] = useState<Record<string, CallDraft>>({});
  const [isSending, setSending] = useState(false);
  const isArmed = useArmed();
  const notYet = isArmed ? undefined : 'It just appeared: read it first';
  const isOurs = (call: ToolItem) => clientTools.some((tool) => tool.name === call.name);
  const approvals = calls.filter((call) => !isOurs(call));
  const answers = calls.map((call) => toAnswer(call, drafts[call.callId]));
  const complete = answers.filter((answer) => answer !== null);

  async function answer(given: CallAnswer[]) {
    if (isSending || !isArmed) return;
    setSending(true);
    await session.send({ kind: 'answers', answers: given, options: readSendOptions(session.ref) });
    setSending(false);
  }

  function decideAll(approve: boolean) {
    const all = Object.fromEntries(
      approvals.map((call) => [call.callId, { kind: 'decision', approve, reason: '' } as const]),
    );
    if (approvals.length < calls.length) return setDrafts({ ...drafts, ...all });
    void answer(calls.flatMap((call) => toAnswer(call, all[call.callId]) ?? []));
  }

  return (
    <section
      aria-label="Pending approval"
      className="max-h-[50%] shrink-0 overflow-y-auto border-warning border-t-2 bg-warning-soft px-3 py-2"
    >
      <header className="flex flex-wrap items-center gap-2">
        <h3 className="flex items-center gap-1.5 font-medium">
          <Hand className="size-4" />
          {calls.length === 1 ? 'A tool call waits for you' : `${calls.length} tool calls wait for you`}
        </h3>
        {approvals.length > 1 ? (
          <span className="ml-auto flex gap-2">
            <Button size="sm" icon={<Check />} busy={isSending} disabledReason={notYet} onClick={() => decideAll(true)}>
              Approve all
            </Button>
            <Button size="sm" icon={<X />} busy={isSending} disabledReason={notYet} onClick={() => decideAll(false)}>
              Deny all
            </Button>
          </span>
        ) : null}
      </header>
      <ul aria-label="Calls that wait" className="mt-2 flex flex-col gap-2">
        {calls.map((call) => (
          <ApprovalCall
            key={call.callId}
            call={call}
            isOurs={isOurs(call)}
            isOnly={calls.length === 1}
            isBusy={isSending}
            notYet={notYet}
            draft={drafts[call.callId]}
            onChange={(draft) => setDrafts({ ...drafts, [call.callId]: draft })}
            onAnswer={(draft) => void answer([toAnswer(call, draft)].filter((each) => each !== null))}
          />
        ))}
      </ul>
      {calls.length > 1 ? (
        <footer className="mt-2 flex items-center gap-2">
          <Button
            variant="primary"
            size="sm"
            busy={isSending}
            disabledReason={
              complete.length < calls.length ? 'Decide on every call first: they are sent together' : undefined
            }
            onClick={() => void answer(complete)}
          >
            Send {calls.length} answers
          </Button>
          <span className="text-muted text-sm">
            {complete.length} of {calls.length} decided
          </span>
        </footer>
      ) : null}
    </section>
  );
}

function toAnswer(call: ToolItem, draft: CallDraft | undefined): CallAnswer | null {
  if (!draft) return null;
  if (draft.kind === 'decision') {
    const { approve, reason } = draft;
    return {
      type: 'approval',
      tool_call_id: call.callId,
      approve,
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    };
  }
  return { type: 'tool', tool_call_id: call.callId, tool_return: draft.text, status: draft.status };
}
