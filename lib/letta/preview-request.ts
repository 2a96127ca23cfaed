import { queryOptions } from '@tanstack/react-query';
import { type SendIntent, toSendBody } from '#lib/runs/send-intent.ts';
import type { ThreadRef } from './agents.ts';
import { describeFailure, type Failure, statusOf } from './describe-failure.ts';
import { messagesPath } from './messages.ts';
import { requestJson } from './request-json.ts';

/** The request to the provider that a message would begin its turn with. Nothing is sent to the model, nothing stored. */
export function previewRequestQuery(ref: ThreadRef, intent: SendIntent) {
  const { background: _background, ...body } = toSendBody(intent);
  return queryOptions({
    queryKey: ['request-preview', ref.serverId, ref.agentId, ref.conversationId, body] as const,
    queryFn: ({ signal }) =>
      requestJson<Record<string, unknown>>(`${messagesPath(ref)}/preview-raw-payload`, {
        method: 'POST',
        body,
        signal,
      }),
    // The original leaves a step behind each time: only a person asks, and what changed meanwhile must show.
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    gcTime: 0,
  });
}

/** A failed preview in words. */
export function describePreviewFailure(error: unknown): Failure {
  const failure = describeFailure(error);
  const status = statusOf(error);
  if (status === 403) {
    return {
      ...failure,
      title: 'This server does not preview the requests of this agent',
      next: 'Send the message: its step then shows the request.',
    };
  }
  if (status === 404 || status === 405) {
    return {
      ...failure,
      title: 'This server cannot preview requests',
      next: 'Send the message: its step then shows the request.',
    };
  }
  return failure;
}
