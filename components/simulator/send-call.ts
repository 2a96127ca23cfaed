import type { CodeCall } from '#lib/as-code.ts';
import type { ThreadRef } from '#lib/letta/agents.ts';
import { randomId } from '#lib/random-id.ts';
import { toSendBody } from '#lib/runs/send-intent.ts';
import { draftedMessage } from './send-draft.ts';
import { readSendOptions } from './send-options-store.ts';

/** The call that sends what is written, with the options that are set. A program asks for the whole answer at once. */
export function sendCall(ref: ThreadRef): CodeCall {
  const message = draftedMessage(ref) ?? { role: 'user' as const, content: '', otid: randomId() };
  const { otid: _otid, ...said } = message;
  const options = readSendOptions(ref);
  const {
    streaming: _streaming,
    stream_tokens: _tokens,
    background: _background,
    ...rest
  } = toSendBody({ kind: 'message', message, options });
  const body = { ...rest, messages: [said] };
  const { agentId, conversationId } = ref;
  return conversationId === null
    ? {
        method: 'POST',
        path: `/v1/agents/${agentId}/messages${options.isAsync ? '/async' : ''}`,
        body,
        sdk: { method: options.isAsync ? 'agents.messages.create_async' : 'agents.messages.create', args: [agentId] },
      }
    : {
        method: 'POST',
        path: `/v1/conversations/${conversationId}/messages`,
        body: { ...body, streaming: false },
      };
}
