'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { groupModels, modelsQuery } from '#lib/letta/models.ts';
import { addAttachment } from './attachments-store.ts';
import { ClientToolList } from './client-tool-list.tsx';
import { DeliveryFields } from './delivery-fields.tsx';
import { imageByUrl } from './read-image.ts';
import { changeSendSettings, DEFAULT_SETTINGS, useSendSettings } from './send-options-store.ts';

const TYPES = [
  'assistant_message',
  'reasoning_message',
  'hidden_reasoning_message',
  'tool_call_message',
  'tool_return_message',
  'approval_request_message',
];

/** How the turns of the next messages are run. Everything takes effect at once and stays until it is changed. */
export function SendOptionsDialog({ onClose }: { onClose: () => void }) {
  const ref = useThreadRef();
  const settings = useSendSettings(ref);
  const models = useQuery(modelsQuery(ref.serverId));
  const failure = models.error ? describeFailure(models.error) : null;
  const { maxSteps } = settings;
  const isWrong = maxSteps !== '' && !/^[1-9]\d{0,3}$/.test(maxSteps);
  return (
    <Dialog
      title="Send options"
      description="For the next messages to this agent, kept in this browser. The agent itself is not changed."
      onClose={onClose}
      footer={
        <>
          <Button
            variant="ghost"
            className="mr-auto"
            onClick={() => changeSendSettings(ref, { ...DEFAULT_SETTINGS, role: settings.role })}
          >
            Back to the defaults
          </Button>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <SelectField
          label="Model for these messages"
          value={settings.overrideModel}
          onValueChange={(overrideModel) => changeSendSettings(ref, { overrideModel })}
          placeholder={models.isPending ? 'Loading models…' : "The agent's own model"}
          options={groupModels(models.data ?? [])}
          error={failure ? `${failure.title}. ${failure.message}` : undefined}
        />
        <TextField
          label="Most steps"
          inputMode="numeric"
          placeholder="50, the server's default"
          value={maxSteps}
          onValueChange={(next) => changeSendSettings(ref, { maxSteps: next.trim() })}
          error={isWrong ? 'Enter a whole number from 1 to 9999, or nothing.' : undefined}
        />
        <TextField
          label="Sender identity"
          placeholder="identity-… or any id"
          hint="Sent as sender_id. Empty: no sender."
          mono
          value={settings.senderId}
          onValueChange={(senderId) => changeSendSettings(ref, { senderId: senderId.trim() })}
        />
        <DeliveryFields />
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1 font-medium text-sm">Message types to receive</legend>
          <p className="text-faint text-sm">None ticked: all of them. The history keeps everything.</p>
          <div className="grid grid-cols-1 gap-x-3 sm:grid-cols-2">
            {TYPES.map((type) => (
              <Checkbox
                key={type}
                label={type}
                checked={settings.returnTypes.includes(type)}
                onCheckedChange={(isOn) =>
                  changeSendSettings(ref, {
                    returnTypes: isOn
                      ? [...settings.returnTypes, type]
                      : settings.returnTypes.filter((each) => each !== type),
                  })
                }
              />
            ))}
          </div>
        </fieldset>
        <ImageByUrl />
        <ClientToolList />
      </div>
    </Dialog>
  );
}

function ImageByUrl() {
  const ref = useThreadRef();
  const [url, setUrl] = useState('');
  const [failure, setFailure] = useState<string>();

  function add() {
    try {
      addAttachment(ref, imageByUrl(url));
      setUrl('');
      setFailure(undefined);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <div className="flex items-start gap-2">
      <TextField
        label="Attach an image by its address"
        hint="Goes along with the next message. The agent's server loads it, this page does not."
        placeholder="https://…"
        className="flex-1"
        value={url}
        onValueChange={setUrl}
        error={failure}
      />
      <Button
        className="mt-6.5"
        disabledReason={url.trim() === '' ? 'Enter an address first' : undefined}
        onClick={add}
      >
        Attach
      </Button>
    </div>
  );
}
