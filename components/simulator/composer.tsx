'use client';

import { ArrowUp, Square } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useAgentRef, useIsBusy, useRecoveredRun, useRun } from '#components/session/agent-session.tsx';
import { dropDraft, keepDraft, readDraft, useDraft } from '#components/session/draft-store.ts';
import { Button } from '#components/ui/button.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import type { AgentRef } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { cancelRun } from '#lib/letta/messages.ts';

type Role = 'user' | 'system';

/** The draft that holds a message on its way, so that a reload before it arrived loses nothing. */
const SENDING = 'sending';

/** Where one writes to the agent. The text is kept until the server has it. */
export function Composer() {
  const ref = useAgentRef();
  const text = useDraft(ref, 'message')?.text ?? '';
  const [role, setRole] = useState<Role>('user');
  const send = useRun((store) => store.send);
  const recovered = useRecoveredRun();
  const isBusy = useIsBusy();
  const isBlank = text.trim() === '';

  async function submit() {
    if (isBlank || isBusy) return;
    keepDraft(ref, SENDING, { text, base: '' });
    dropDraft(ref, 'message');
    const reached = await send(role, text);
    if (!reached) putBack(ref);
    dropDraft(ref, SENDING);
  }

  function handleKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void submit();
  }

  return (
    <form
      className="flex shrink-0 flex-col gap-2 border-border border-t bg-surface p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <UnsureNote />
      <TextArea
        label="Message"
        labelHidden
        placeholder={role === 'user' ? 'Write to the agent' : 'Tell the agent of an event, as the system'}
        value={text}
        onValueChange={(next) => keepDraft(ref, 'message', { text: next, base: '' })}
        onKeyDown={handleKeyDown}
        rows={2}
        autoGrow
        dir="auto"
        boxClassName="max-h-60"
      />
      <div className="flex items-center gap-2">
        <SelectField
          label="Send as"
          labelHidden
          className="w-28"
          value={role}
          onValueChange={(value) => setRole(value === 'system' ? 'system' : 'user')}
          options={[
            { value: 'user', label: 'User' },
            { value: 'system', label: 'System' },
          ]}
        />
        <span className="hidden text-faint text-sm sm:inline">Enter sends, Shift+Enter breaks the line</span>
        <span className="ml-auto flex gap-2">
          {isBusy ? <StopButton recoveredRunId={recovered?.id ?? null} /> : null}
          <Button type="submit" variant="primary" icon={<ArrowUp />} disabledReason={whyNotSend({ isBlank, isBusy })}>
            Send
          </Button>
        </span>
      </div>
    </form>
  );
}

/** Puts a message that did not arrive before whatever was written since. */
function putBack(ref: AgentRef): void {
  const texts = [readDraft(ref, SENDING)?.text, readDraft(ref, 'message')?.text];
  keepDraft(ref, 'message', { text: texts.filter(Boolean).join('\n'), base: '' });
}

/** Shown after a reload that came while a message was on its way: nobody here knows whether it arrived. */
function UnsureNote() {
  const ref = useAgentRef();
  const isIdle = useRun((store) => store.run.status === 'idle');
  const unsure = useDraft(ref, SENDING);
  if (!isIdle || !unsure) return null;
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 rounded-md bg-warning-soft px-3 py-2 text-sm">
      <span className="min-w-0 flex-1">
        The page was left while a message was on its way. If it is not above: <q>{unsure.text.slice(0, 120)}</q>
      </span>
      <Button
        size="sm"
        onClick={() => {
          putBack(ref);
          dropDraft(ref, SENDING);
        }}
      >
        Put it back
      </Button>
      <Button size="sm" variant="ghost" onClick={() => dropDraft(ref, SENDING)}>
        It arrived
      </Button>
    </div>
  );
}

function whyNotSend({ isBlank, isBusy }: { isBlank: boolean; isBusy: boolean }): string | undefined {
  if (isBusy) return 'The agent is still working on the last message';
  return isBlank ? 'Write a message first' : undefined;
}

function StopButton({ recoveredRunId }: { recoveredRunId: string | null }) {
  const ref = useAgentRef();
  const stop = useRun((store) => store.stop);
  const [state, setState] = useState<{ busy: boolean; failure: string | null }>({ busy: false, failure: null });

  async function handleClick() {
    setState({ busy: true, failure: null });
    try {
      await (recoveredRunId ? cancelRun(ref, recoveredRunId) : stop());
      setState({ busy: false, failure: null });
    } catch (error) {
      setState({ busy: false, failure: `Could not stop: ${describeFailure(error).message}` });
    }
  }

  return (
    <>
      {state.failure ? (
        <span role="alert" className="self-center text-danger text-sm">
          {state.failure}
        </span>
      ) : null}
      <Button icon={<Square />} busy={state.busy} onClick={() => void handleClick()}>
        Stop
      </Button>
    </>
  );
}
