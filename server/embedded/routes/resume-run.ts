import { z } from 'zod';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { badRequest, LettaError } from '#server/embedded/letta-error.ts';
import { requireRun } from '#server/embedded/store/runs.ts';
import { streamFrames } from './stream-frames.ts';

/** The body of a resume: what has been read already. */
export const resumeBody = z.looseObject({
  starting_after: z.number().int().min(0).nullish(),
  include_pings: z.boolean().nullish(),
});

/** The stream of a background run from where its reader left off. Throws 400 for a foreground run, 410 for an old one. */
export async function resumeRun(
  context: EmbeddedContext,
  runId: string,
  body: z.output<typeof resumeBody>,
): Promise<Response> {
  const run = await requireRun(context.db, runId);
  if (run.background !== 1)
    throw badRequest('INVALID_ARGUMENT: Run was not created in background mode, so it cannot be retrieved.');
  const known = context.runs.find(runId);
  if (!known) {
    throw new LettaError(410, {
      detail: `EXPIRED: What run ${runId} said is not kept any longer. Its messages are in the history.`,
    });
  }
  // The first ping is a part of what was said, so that it comes whether or not keep-alive pings are wanted.
  return streamFrames(known.feed, {
    runId,
    withPings: true,
    keepsAlive: body.include_pings ?? true,
    after: body.starting_after ?? 0,
  });
}
