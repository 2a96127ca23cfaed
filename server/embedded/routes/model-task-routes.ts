import { Hono } from 'hono';
import { z } from 'zod';
import { askOnce } from '#server/embedded/agent-loop/ask-once.ts';
import { type CompactRequest, compact } from '#server/embedded/agent-loop/compact.ts';
import { toBlockingError } from '#server/embedded/agent-loop/run-errors.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { ownThread } from '#server/embedded/memory/recompile-prompt.ts';
import { compactBody } from './compaction-body.ts';
import { parseBody } from './parse-request.ts';
import { requestAgent } from './request-agent.ts';

const generateBody = z.looseObject({
  prompt: z.string().min(1),
  system_prompt: z.string().nullish(),
  override_model: z.string().nullish(),
  response_schema: z.record(z.string(), z.unknown()).nullish(),
});

/** `/v1/agents/{id}/summarize` and `/v1/agents/{id}/generate`: the agent's model at work outside a turn. */
export function modelTaskRoutes(context: EmbeddedContext): Hono {
  const app = new Hono();
  app.post('/:id/summarize', async (c) => {
    const { compaction_settings } = await parseBody(c, compactBody, { optional: true });
    const agent = await requestAgent(context, c);
    const thread = ownThread(agent);
    return c.json(
      await compactNow(context, { agent, thread, signal: c.req.raw.signal, changes: compaction_settings ?? {} }),
    );
  });
  app.post('/:id/generate', async (c) => {
    const body = await parseBody(c, generateBody);
    const agent = await requestAgent(context, c);
    return c.json(
      await askOnce(context, agent, {
        prompt: body.prompt,
        systemPrompt: body.system_prompt ?? null,
        model: body.override_model ?? null,
        responseSchema: body.response_schema ?? null,
        signal: c.req.raw.signal,
      }),
    );
  });
  return app;
}

/** Compacts a thread because a client asked for it. Throws the answer of a failed provider as blocking sends do. */
export async function compactNow(context: EmbeddedContext, request: CompactRequest) {
  const done = await compact(context, request).catch((error: unknown) => {
    throw toBlockingError(error);
  });
  return { summary: done.summary, num_messages_before: done.before, num_messages_after: done.after };
}
