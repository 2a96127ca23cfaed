import { randomInt } from 'node:crypto';
import type { KnownAgent, Ledger } from './ledger.ts';

const MOST_AGENTS = 3;
/** Then the agent is deleted, so that a long soak stays small. */
const MOST_WRITES = 60;
const KEPT_GONE = 20;

/** One client of the load: its own agents, one write after the other. */
export interface Client {
  url: string;
  ledger: Ledger;
  /** Makes texts and names unique. */
  next(): string;
}

/** Thrown for an answer that is no promise: the load is wrong, or the server failed. */
class Refused extends Error {}

/** Writes until the server is gone. Throws when the server refuses a write. */
export async function writeUntilGone(client: Client): Promise<void> {
  for (;;) {
    try {
      await writeOnce(client);
    } catch (error) {
      if (error instanceof Refused) throw error;
      return;
    }
  }
}

async function writeOnce(client: Client): Promise<void> {
  const { agents } = client.ledger;
  const known = [...agents.values()];
  const agent = known[randomInt(Math.max(known.length, 1))];
  if (!agent || (known.length < MOST_AGENTS && randomInt(4) === 0)) return await createAgent(client);
  const writes = agent.passages.size + agent.saidTexts.size;
  if (writes > MOST_WRITES || randomInt(40) === 0) return await deleteAgent(client, agent);
  const write = [describe, patchBlock, patchBlock, insertPassage, insertPassage, say, say, sayInBackground][
    randomInt(8)
  ];
  await write?.(client, agent);
}

async function createAgent(client: Client): Promise<void> {
  const name = `Soak ${client.next()}`;
  client.ledger.unanswered.add(name);
  const body = await call(client, 'POST', '/v1/agents/', {
    name,
    description: name,
    model: 'demo/scripted',
    embedding: 'local/hash',
    memory_blocks: [
      { label: 'human', value: 'Nothing known yet.' },
      { label: 'notes', value: name },
    ],
  });
  client.ledger.unanswered.delete(name);
  client.ledger.agents.set(body.id, {
    id: body.id,
    blockId: body.blocks.find((block: { label: string }) => block.label === 'notes').id,
    description: { acknowledged: name },
    notes: { acknowledged: name },
    passages: new Map(),
    saidTexts: new Set(),
    messageIds: new Set(),
    runIds: new Set(),
    isLeaving: false,
  });
}

async function deleteAgent(client: Client, agent: KnownAgent): Promise<void> {
  agent.isLeaving = true;
  await call(client, 'DELETE', `/v1/agents/${agent.id}`);
  client.ledger.agents.delete(agent.id);
  client.ledger.gone = [...client.ledger.gone, agent.id].slice(-KEPT_GONE);
}

async function describe(client: Client, agent: KnownAgent): Promise<void> {
  const description = `Description ${client.next()}`;
  agent.description.sent = description;
  await call(client, 'PATCH', `/v1/agents/${agent.id}`, { description });
  agent.description = { acknowledged: description };
}

async function patchBlock(client: Client, agent: KnownAgent): Promise<void> {
  const value = `Notes ${client.next()} ${'.'.repeat(randomInt(4_000))}`;
  agent.notes.sent = value;
  const path = randomInt(2) === 0 ? `/v1/blocks/${agent.blockId}` : `/v1/agents/${agent.id}/core-memory/blocks/notes`;
  await call(client, 'PATCH', path, { value });
  agent.notes = { acknowledged: value };
}

async function insertPassage(client: Client, agent: KnownAgent): Promise<void> {
  const text = `Passage ${client.next()}`;
  const [passage] = await call(client, 'POST', `/v1/agents/${agent.id}/archival-memory`, { text });
  agent.passages.set(passage.id, text);
}

async function say(client: Client, agent: KnownAgent): Promise<void> {
  const asks = ['count to 3', 'count to 12', 'my name is Ada', 'remember that tea is kept here'];
  const input = `${client.next()}: ${asks[randomInt(asks.length)]}`;
  const { messages } = await call(client, 'POST', `/v1/agents/${agent.id}/messages`, { input });
  agent.saidTexts.add(input);
  for (const { id } of messages) agent.messageIds.add(id);
}

async function sayInBackground(client: Client, agent: KnownAgent): Promise<void> {
  const input = `${client.next()}: count to 40`;
  const run = await call(client, 'POST', `/v1/agents/${agent.id}/messages/async`, { input });
  agent.saidTexts.add(input);
  agent.runIds.add(run.id);
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, of which a few fields are read
async function call(client: Client, method: string, path: string, body?: unknown): Promise<any> {
  const response = await fetch(client.url + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Refused(`${method} ${path} was refused with ${response.status}: ${text.slice(0, 300)}`);
  client.ledger.acknowledged += 1;
  return JSON.parse(text);
}
