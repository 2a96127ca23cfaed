'use client';

import { ArrowUp, Square } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useAgentRef, useRun } from '#components/session/agent-session.tsx';
import { dropDraft, keepDraft, useDraft } from '#components/session/draft-store.ts';
import { useRecoveredRun } from '#components/session/use-recovered-run.ts';
import { Button } from '#components/ui/button.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { cancelRun } from '#lib/letta/messages.ts';
import { isActive } from '#lib/runs/reduce-run.ts';

type Role = 'user' | 'system';

/** Where one writes to the agent. The text is kept until the server has it. */
export function Composer() {
  const ref = useAgentRef();
  const text = useDraft(ref, 'message')?.text ?? '';
  const [role, setRole] = useState<Role>('user');
  const send = useRun((store) => store.send);
  const recovered = useRecoveredRun();
  const isBusy = useRun((store) => isActive(store.run.status)) || recovered !== null;
  const isBlank = text.trim() === '';

  async function submit() {
    if (isBlank || isBusy) return;
    const sending = send(role, text);
    dropDraft(ref, 'message');
    const reached = await sending;
    if (!reached) keepDraft(ref, 'message', { text, base: '' });
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
