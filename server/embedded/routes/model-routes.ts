import { Hono } from 'hono';
import { z } from 'zod';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { toEmbeddingModel, toModel } from './model-wire.ts';
import { parseQuery } from './parse-request.ts';

const listQuery = z.object({
  provider_category: z.array(z.enum(['base', 'byok'])).optional(),
  provider_name: z.string().optional(),
  provider_type: z.string().optional(),
});

/** `/v1/models/`: the chat and embedding models there are. */
export function modelRoutes(context: EmbeddedContext): Hono {
  const app = new Hono();
  app.get('/', async (c) => {
    const query = parseQuery(c, listQuery, ['provider_category']);
    const models = (await context.models.listModels()).map(toModel);
    return c.json(
      models.filter(
        (model) =>
          (!query.provider_category || query.provider_category.some((each) => each === model.provider_category)) &&
          (!query.provider_name || query.provider_name === model.provider_name) &&
          (!query.provider_type || query.provider_type === model.provider_type),
      ),
    );
  });
  app.get('/embedding', async (c) => {
    // Both kinds of models come in one list, and the first one is waited for.
    await context.models.listModels();
    return c.json(context.models.listEmbeddings().map(toEmbeddingModel));
  });
  return app;
}
