'use client';

import { ArrowUp, ListPlus, Square } from 'lucide-react';
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useIsBusy, useRun, useThreadSession } from '#components/session/agent-session.tsx';
import { keepDraft, readDraft, useDraft } from '#components/session/draft-store.ts';
import { Button } from '#components/ui/button.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { cn } from '#lib/cn.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import type { OutgoingRole } from '#lib/runs/send-intent.ts';
import { AttachmentBar } from './attachment-bar.tsx';
import { useAttachments } from './attachments-store.ts';
import { ComposerOptions } from './composer-options.tsx';
import { readSaid } from './said-store.ts';
import { messageDraft, queueDraft, sendMessage, takeDraft } from './send-draft.ts';
import { changeSendSettings, useSendSettings } from './send-options-store.ts';
import { useAttachFiles } from './use-attach-files.ts';
import { usePendingCalls } from './use-history.ts';
import { useReturnedMessage } from './use-returned-message.ts';
import { useUnsureMessage } from './use-unsure-message.ts';

const ROLES: { value: OutgoingRole; label: string; placeholder: string }[] = [
  { value: 'user', label: 'User', placeholder: 'Write to the agent' },
  { value: 'system', label: 'System', placeholder: 'Tell the agent of an event, as the system' },
  { value: 'assistant', label: 'Assistant', placeholder: 'Put words into the mouth of the agent' },
];

/** Where one writes to the agent. The text is kept until the server has it; while the agent works it waits in line. */
export function Composer() {
  const session = useThreadSession();
  const { ref } = session;
  const text = useDraft(ref, messageDraft(ref))?.text ?? '';
  const images = useAttachments(ref);
  const settings = useSendSettings(ref);
  const isBusy = useIsBusy();
  const isWaiting = usePendingCalls().length > 0;
  const attach = useAttachFiles(ref);
  useReturnedMessage();
  const [isDropTarget, setDropTarget] = useState(false);
  const isBlank = text.trim() === '' && images.length === 0;
  const role = ROLES.find(({ value }) => value === settings.role) ?? ROLES[0];

  function submit() {
    if (isBlank || isWaiting) return;
    if (isBusy) return queueDraft(session);
    const message = takeDraft(ref);
    if (message) void sendMessage(session, message);
  }

  function handleDrop(event: DragEvent) {
    event.preventDefault();
    setDropTarget(false);
    void attach.add([...event.dataTransfer.files]);
  }

  return (
    <form
      className={cn(
        'flex shrink-0 flex-col gap-2 border-border border-t bg-surface p-3',
        isDropTarget && 'bg-accent-soft',
      )}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setDropTarget(true);
      }}
      onDragLeave={() => setDropTarget(false)}
      onDrop={handleDrop}
    >
      <UnsureNote />
      <MessageBox placeholder={role?.placeholder ?? ''} onSubmit={submit} onFiles={(files) => void attach.add(files)} />
      <AttachmentBar images={images} failure={attach.failure} />
      <div className="flex flex-wrap items-center gap-2">
        <SelectField
          label="Send as"
          labelHidden
          className="w-28"
          value={settings.role}
          onValueChange={(value) => changeSendSettings(ref, { role: value as OutgoingRole })}
          options={ROLES}
        />
        <ComposerOptions isBlank={isBlank} onFiles={(files) => void attach.add(files)} />
        <span className="ml-auto flex gap-2">
          {isBusy ? <StopButton /> : null}
          <Button
            type="submit"
            variant="primary"
            icon={isBusy ? <ListPlus /> : <ArrowUp />}
            disabledReason={whyNotSend({ isBlank, isWaiting })}
          >
            {isBusy ? 'Queue' : 'Send'}
          </Button>
        </span>
      </div>
    </form>
  );
}

interface MessageBoxProps {
  placeholder: string;
  onSubmit: () => void;
  onFiles: (files: File[]) => void;
}

function MessageBox({ placeholder, onSubmit, onFiles }: MessageBoxProps) {
  const { ref } = useThreadSession();
  const text = useDraft(ref, messageDraft(ref))?.text ?? '';
  /** How far back in what was said; -1 is what is being written. */
  const recalled = useRef(-1);
  const write = (next: string) => keepDraft(ref, messageDraft(ref), { text: next, base: '' });

  function addEarlyText(early: string) {
    const kept = readDraft(ref, messageDraft(ref))?.text;
    if (early !== kept) write([kept, early].filter(Boolean).join('\n'));
  }

  function recall(step: 1 | -1): boolean {
    const said = readSaid(ref);
    const isUntouched = text === '' || text === said[recalled.current];
    const next = recalled.current + step;
    if (!isUntouched || next < -1 || next >= said.length) return false;
    recalled.current = next;
    write(next === -1 ? '' : (said[next] ?? ''));
    return true;
  }

  function handleKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return;
    const isSending = event.key === 'Enter' && !event.shiftKey;
    const isRecalling =
      (event.key === 'ArrowUp' && recall(1)) || (event.key === 'ArrowDown' && recalled.current >= 0 && recall(-1));
    if (isSending || isRecalling) event.preventDefault();
    if (!isSending) return;
    recalled.current = -1;
    onSubmit();
  }

  function handlePaste(event: ClipboardEvent) {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    onFiles(files);
  }

  return (
    <div onPasteCapture={handlePaste}>
      <TextArea
        label="Message"
        labelHidden
        placeholder={`${placeholder}. Enter sends, Shift+Enter breaks the line, ↑ recalls.`}
        value={text}
        onValueChange={write}
        onEarlyText={addEarlyText}
        onKeyDown={handleKeyDown}
        rows={2}
        autoGrow
        dir="auto"
        boxClassName="max-h-60"
      />
    </div>
  );
}

/** Shown while nobody here knows whether the last message arrived. */
function UnsureNote() {
  return useUnsureMessage() ? (
    <p role="status" className="rounded-md bg-warning-soft px-3 py-2 text-sm">
      Checking whether your last message arrived…
    </p>
  ) : null;
}

function whyNotSend({ isBlank, isWaiting }: { isBlank: boolean; isWaiting: boolean }): string | undefined {
  if (isWaiting) return 'Decide on the pending call first';
  return isBlank ? 'Write a message first' : undefined;
}

function StopButton() {
  const stop = useRun((store) => store.stop);
  const [state, setState] = useState<{ busy: boolean; failure: string | null }>({ busy: false, failure: null });

  async function handleClick() {
    setState({ busy: true, failure: null });
    try {
      await stop();
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
