'use client';

import { ImagePlus, SlidersHorizontal } from 'lucide-react';
import { useRef, useState } from 'react';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { CodeButton } from '#components/ui/code-button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { PreviewButton } from './preview-button.tsx';
import { sendCall } from './send-call.ts';
import { isSentAsync, isSentInBackground, type SendSettings, useSendSettings } from './send-options-store.ts';

const SendOptionsDialog = lazyComponent(() =>
  import('./send-options-dialog.tsx').then((module) => module.SendOptionsDialog),
);

interface ComposerOptionsProps {
  isBlank: boolean;
  onFiles: (files: File[]) => void;
}

/** What else goes along with a message: images, and how its turn is run. What is not as usual is named. */
export function ComposerOptions({ isBlank, onFiles }: ComposerOptionsProps) {
  const ref = useThreadRef();
  const settings = useSendSettings(ref);
  const [isOpen, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const isAsync = isSentAsync(ref, settings);
  const isBackground = !isAsync && isSentInBackground(ref, settings);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/gif,image/webp"
        multiple
        hidden
        aria-label="Choose images"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <IconButton label="Attach images" icon={<ImagePlus />} onClick={() => input.current?.click()} />
      <IconButton label="Send options" icon={<SlidersHorizontal />} onClick={() => setOpen(true)} />
      <PreviewButton disabledReason={isBlank ? 'Write a message first' : undefined} />
      {isBlank ? null : <CodeButton title="Send this message" call={() => sendCall(ref)} />}
      <span className="flex min-w-0 flex-wrap gap-1">
        {deviations(settings, isAsync).map((words) => (
          <Badge key={words} tone="accent">
            {words}
          </Badge>
        ))}
        {isBackground ? (
          <Badge
            className="hidden sm:inline-flex"
            title="The turn goes on at the server whatever happens to this page, and can be read again"
          >
            background
          </Badge>
        ) : null}
      </span>
      {isOpen ? <SendOptionsDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function deviations(settings: SendSettings, isAsync: boolean): string[] {
  const { maxSteps, isByStep, overrideModel, senderId, returnTypes, clientTools } = settings;
  return [
    ...(overrideModel ? [overrideModel] : []),
    ...(maxSteps ? [`at most ${maxSteps} steps`] : []),
    ...(isAsync ? ['answer later'] : isByStep ? ['step by step'] : []),
    ...(senderId ? [`as ${senderId}`] : []),
    ...(returnTypes.length > 0 ? [`${returnTypes.length} message types`] : []),
    ...(clientTools.length > 0
      ? [clientTools.length === 1 ? '1 client tool' : `${clientTools.length} client tools`]
      : []),
  ];
}
