'use client';

import { useThreadRef } from '#components/session/agent-session.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { BUILT_IN_SERVER } from '#lib/letta/servers.ts';
import {
  changeSendSettings,
  isCallbackUrl,
  isSentInBackground,
  type SendSettings,
  useSendSettings,
} from './send-options-store.ts';

const HINTS = {
  tokens: 'Words show as the model writes them.',
  steps: 'Each message shows when it is whole: what a client without token streaming gets.',
  later: 'The message is handed over and the server works on its own. This page looks now and then how the run stands.',
};

/** How the answer to a message comes back. */
export function DeliveryFields() {
  const ref = useThreadRef();
  const settings = useSendSettings(ref);
  const way = wayOf(settings);
  const isConversation = ref.conversationId !== null;
  const whyNotLater = useCapability(ref.serverId, 'async').offReason;
  const whyNotResume = useCapability(ref.serverId, 'resume').offReason;
  const isBackground = isSentInBackground(ref, settings);
  return (
    <>
      <SelectField
        label="How the answer comes"
        value={way}
        onValueChange={(next) => changeSendSettings(ref, { isByStep: next === 'steps', isAsync: next === 'later' })}
        hint={
          way === 'later' && isConversation
            ? "Letta can do this in the agent's own thread only. In this conversation it comes token by token."
            : `${HINTS[way]} ${whyNotLater ?? ''}`.trim()
        }
        options={[
          { value: 'tokens', label: 'Token by token' },
          { value: 'steps', label: 'Step by step' },
          {
            value: 'later',
            label: 'Later: send and do not wait',
            disabled: whyNotLater !== undefined && way !== 'later',
          },
        ]}
      />
      {way === 'later' ? (
        <CallbackField />
      ) : (
        <Checkbox
          label="Run in the background"
          hint={
            whyNotResume ??
            'The turn outlives this page, and its stream is picked up again after a reload. A self-hosted server needs Redis for it.'
          }
          // One that is on can be switched off.
          disabled={whyNotResume !== undefined && !isBackground}
          checked={isBackground}
          onCheckedChange={(isBackground) => changeSendSettings(ref, { isBackground })}
        />
      )}
    </>
  );
}

function CallbackField() {
  const ref = useThreadRef();
  const { callbackUrl } = useSendSettings(ref);
  const isBuiltIn = ref.serverId === BUILT_IN_SERVER;
  return (
    <TextField
      label="Address to call when the run is over"
      hint={
        isBuiltIn
          ? 'The built-in server calls no addresses. Other servers do.'
          : "Optional. The agent's server calls it, this page does not."
      }
      placeholder="https://…"
      disabled={isBuiltIn}
      value={callbackUrl}
      onValueChange={(next) => changeSendSettings(ref, { callbackUrl: next.trim() })}
      error={
        callbackUrl === '' || isCallbackUrl(callbackUrl) ? undefined : 'Enter an address that begins with https://'
      }
    />
  );
}

function wayOf({ isAsync, isByStep }: SendSettings): keyof typeof HINTS {
  if (isAsync) return 'later';
  return isByStep ? 'steps' : 'tokens';
}
