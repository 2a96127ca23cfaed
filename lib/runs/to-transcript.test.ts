import { describe, expect, it } from 'vitest';
import { toTranscript } from './to-transcript.ts';

const answer = (approvals: unknown) => ({ id: 'message-1', message_type: 'approval_response_message', approvals });

describe('a decision whose call is not loaded', () => {
  it.each([
    [[{ type: 'approval', tool_call_id: 'call-1', approve: true }], 'Approved: call-1'],
    [[{ type: 'approval', tool_call_id: 'call-1', approve: false, reason: 'no' }], 'Denied: call-1 (no)'],
    [[{ type: 'tool', tool_call_id: 'call-1', tool_return: 'x', status: 'success' }], 'Returned by the person: call-1'],
  ])('%j is told in words', (approvals, text) => {
    expect(toTranscript([answer(approvals)]).items).toMatchObject([{ kind: 'notice', type: 'decision', text }]);
  });

  it.each([[undefined], [[]], [[null]], [[{ approve: true }]]])('%j is shown as it is', (approvals) => {
    expect(toTranscript([answer(approvals)]).items).toMatchObject([{ kind: 'raw' }]);
  });
});
