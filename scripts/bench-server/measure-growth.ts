import { join } from 'node:path';
import type { Ade } from '#e2e/start-ade.ts';
import { startArchiveLoad } from './measure-archive-load.ts';
import { seed, seedMessages, seedPassages } from './seed.ts';
import type { ServerFigure } from './server-figure.ts';
import { createTimedClient, repeat, type Send, type Timing } from './timed-client.ts';

const SIZES = [1_000, 10_000, 100_000];
const SEARCH_BUDGETS: Record<number, number> = { 1000: 5, 10000: 30, 100000: 800 };
/** Of a page of passages, by date or by words. */
const LIST_BUDGET = 150;
const EMBEDDING = 'openai/text-embedding-3-small';

/** The same requests with 1,000, 10,000 and 100,000 messages of one agent and passages of one archive. */
export async function measureGrowth(server: Ade, send: Send): Promise<ServerFigure[]> {
  const made = await send('POST', '/v1/agents/', { model: 'openai-proxy/gpt-4o-mini', embedding: EMBEDDING });
  const agent = (JSON.parse(made.text) as { id: string }).id;
  await send('POST', `/v1/agents/${agent}/archival-memory`, { text: 'The first passage.' });
  const [archive] = JSON.parse((await send('GET', `/v1/archives/?agent_id=${agent}`)).text) as [{ id: string }];
  const figures: ServerFigure[] = [];
  let present = 0;
  for (const size of SIZES) {
    await server.stop();
    await seed(join(server.home, 'server'), async (db) => {
      await seedMessages(db, agent, size - present);
      await seedPassages(db, archive.id, size - present);
    });
    present = size;
    await server.start();
    const client = createTimedClient(server.url);
    figures.push(...(await measureAt(server, client.send, { agent, size })));
    client.close();
  }
  return figures;
}

async function measureAt(
  server: Ade,
  send: Send,
  { agent, size }: { agent: string; size: number },
): Promise<ServerFigure[]> {
  const count = size.toLocaleString('en-US');
  const page = await repeat(30, () => send('GET', `/v1/agents/${agent}/messages?limit=100`));
  const [middle] = JSON.parse((await send('GET', `/v1/agents/${agent}/messages?limit=100`)).text).slice(-1);
  const next = await repeat(30, () => send('GET', `/v1/agents/${agent}/messages?limit=100&before=${middle.id}`));
  const search = (query: string) => async () => {
    const answer = await send('GET', `/v1/agents/${agent}/archival-memory/search?top_k=10&${query}`);
    if (JSON.parse(answer.text).count === 10) return answer;
    throw new Error(`The search for ${query} found less than there is: ${answer.text.slice(0, 300)}`);
  };
  const load = startArchiveLoad(server);
  // The first search reads all vectors.
  const cold = await repeat(1, search('query=first'));
  const warm = await repeat(30, search('query=large'));
  const tagged = await repeat(15, search('query=large&tags=tenth'));
  const list = await repeat(15, () => send('GET', `/v1/agents/${agent}/archival-memory?limit=100`));
  const at = (name: string, { p50 }: Timing, budget: number | null, original: number | null): ServerFigure => ({
    name: `${name}, of ${count}`,
    value: p50,
    unit: 'ms',
    budget,
    original: size === 1_000 ? original : null,
  });
  // The rarest word: every passage is looked at.
  const words = await repeat(15, () => send('GET', `/v1/agents/${agent}/archival-memory?limit=100&search=e%200%20of`));
  return [
    at('100 messages', page, 5, 37),
    at('100 older messages', next, 5, null),
    at('first archival search after a start', cold, null, null),
    at('archival search', warm, SEARCH_BUDGETS[size] ?? null, 75),
    at('archival search with a tag', tagged, null, 91.4),
    at('100 passages', list, LIST_BUDGET, 118.2),
    at('passages with a rare word', words, LIST_BUDGET, null),
    ...(await load.measure(search('query=large'), size)),
  ];
}
