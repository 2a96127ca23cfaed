import { Hono } from 'hono';
import { z } from 'zod';
import type { Backend } from '#server/backend.ts';
import { resolveName } from '#server/proxy/blocked-address.ts';
import { readJsonBody } from '#server/servers/read-json-body.ts';
import { createOfferReader } from '#server/servers/read-offer.ts';
import type { Servers } from '#server/servers/servers.ts';
import { unknownServer } from '#server/servers/servers-routes.ts';
import { askBackend, askRemote } from './ask.ts';
import type { CheckResult } from './check-result.ts';
import { runDoctor, runEmbeddedDoctor } from './run-doctor.ts';

const wantedSchema = z.object({
  /** The handle of the model a turn is tried with; without one none is. */
  model: z.string().max(500).optional(),
});

/**
 * `POST /api/servers/{id}/doctor`: the findings about a connection, one line of JSON each, as they are made.
 * `GET /api/servers/{id}/capabilities`: its version, and the operations it says it has.
 */
export function createDoctorRoutes({ servers, embedded }: { servers: Servers; embedded: Backend }): Hono {
  const readOffer = createOfferReader();
  const requireServer = (id: string) => {
    const server = servers.get(id);
    if (!server) throw unknownServer(id);
    return server;
  };
  return new Hono()
    .get('/:id/capabilities', async (c) => {
      const server = requireServer(c.req.param('id'));
      const { id, kind, url, certificate } = server;
      if (kind === 'embedded') return c.json(await readOffer(id, askBackend(embedded)));
      const access = servers.accessTo(server);
      const { ask, close } = askRemote({ url, access, certificate, resolve: resolveName, timeoutMs: 5_000 });
      try {
        return c.json(await readOffer(`${id} ${url}`, ask));
      } finally {
        await close();
      }
    })
    .post('/:id/doctor', async (c) => {
      const server = requireServer(c.req.param('id'));
      const { model } = await readJsonBody(c.req.raw, wantedSchema);
      const findings =
        server.kind === 'embedded'
          ? runEmbeddedDoctor(askBackend(embedded), model)
          : runDoctor({ url: server.url, certificate: server.certificate, access: servers.accessTo(server), model });
      return new Response(toLines(findings), { headers: { 'content-type': 'application/x-ndjson' } });
    });
}

function toLines(findings: AsyncGenerator<CheckResult>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await findings.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
    },
    // Whoever leaves ends it, and what it made is cleared away.
    async cancel() {
      await findings.return(undefined);
    },
  });
}
