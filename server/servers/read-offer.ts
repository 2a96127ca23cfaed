import { z } from 'zod';
import { readOperations } from '#lib/letta/read-operations.ts';
import type { Ask } from '#server/doctor/ask.ts';
import { readBeginning } from '#server/read-beginning.ts';

/** What a server offers. `operations` is null where it does not say. */
export interface Offer {
  version: string | null;
  operations: string[] | null;
}

const LONGEST_DOCUMENT = 16 * 1024 * 1024;
const FRESH_MS = 600_000;

const health = z.looseObject({ version: z.string().max(100) });

/** Asks servers what they offer, each at most every ten minutes; what could not be told is asked again. */
export function createOfferReader(now: () => number = Date.now) {
  const known = new Map<string, { offer: Offer; at: number }>();
  return async (place: string, ask: Ask): Promise<Offer> => {
    const before = known.get(place);
    if (before && now() - before.at < FRESH_MS) return before.offer;
    const offer = await readOffer(ask);
    if (offer.operations !== null) known.set(place, { offer, at: now() });
    return offer;
  };
}

async function readOffer(ask: Ask): Promise<Offer> {
  const [about, document] = await Promise.all([readJson(ask, '/v1/health/'), readJson(ask, '/openapi.json')]);
  const parsed = health.safeParse(about);
  return { version: parsed.success ? parsed.data.version : null, operations: readOperations(document) };
}

/** Null for whatever is no JSON: a server that does not answer has not said what it lacks. */
async function readJson(ask: Ask, path: string): Promise<unknown> {
  try {
    const answer = await ask({ path });
    if (answer.status !== 200) return null;
    return JSON.parse(await readBeginning(answer.body, LONGEST_DOCUMENT));
  } catch {
    return null;
  }
}
