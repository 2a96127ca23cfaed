import { z } from 'zod';

/** What has to be true of what a tool returns. `value` is text; for `equals` and `path` JSON where it can be read as such. */
const expectation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('succeeds') }),
  z.object({ kind: z.literal('fails') }),
  z.object({ kind: z.literal('equals'), value: z.string() }),
  z.object({ kind: z.literal('contains'), value: z.string() }),
  z.object({ kind: z.literal('matches'), value: z.string() }),
  z.object({ kind: z.literal('path'), path: z.string(), value: z.string() }),
]);

/** A call of a tool that is kept, with what has to come of it. */
export const toolCase = z.object({
  id: z.uuid(),
  name: z.string().trim().min(1).max(120),
  args: z.record(z.string(), z.unknown()),
  expectations: z.array(expectation).max(20),
  /** ISO 8601. */
  createdAt: z.string(),
});

export type ToolCase = z.output<typeof toolCase>;
export type Expectation = z.output<typeof expectation>;
export type ExpectationKind = Expectation['kind'];
