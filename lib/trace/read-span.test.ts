import { expect, test } from 'vitest';
import { readSpan } from './read-span.ts';

test.each([
  [
    { SpanName: 'agent_step', Duration: '1500000000' },
    { name: 'agent_step', duration: 1_500 },
  ],
  [
    { span_name: 'llm_request', duration_ns: 2_000_000 },
    { name: 'llm_request', duration: 2 },
  ],
  [
    { name: 'tool', duration_ms: 7 },
    { name: 'tool', duration: 7 },
  ],
  [
    { name: '', Duration: 'soon' },
    { name: 'span without a name', duration: null },
  ],
  [{}, { name: 'span without a name', duration: null }],
])('reads %j', (span, expected) => {
  expect(readSpan(span)).toEqual(expected);
});
