import type { Expected, KnownAgent, Ledger } from './ledger.ts';

/** What is not as it was promised, in sentences. */
export interface Findings {
  lost: string[];
  corrupt: string[];
}

const LABELS = ['human', 'notes'];

/**
 * Compares what a restarted server has with what its clients were promised, and takes up what it has: a write that
 * was sent and not answered may have happened or not.
 */
export async function checkPromises(url: string, ledgers: readonly Ledger[]): Promise<Findings> {
  const findings: Findings = { lost: [], corrupt: [] };
  const going = await get(url, '/v1/runs/active?limit=0');
  if (going.length !== 0) findings.corrupt.push(`${going.length} runs stay active after a restart`);
  const stored = new Map<string, StoredAgent>();
  for (const agent of await get(url, '/v1/agents/?limit=0&include=agent.blocks')) stored.set(agent.id, agent);
  for (const ledger of ledgers) {
    for (const agent of [...ledger.agents.values()]) {
      if (stored.has(agent.id)) await checkAgent(url, agent, findings);
      else if (!agent.isLeaving) findings.lost.push(`agent ${agent.id} is gone`);
      if (!stored.has(agent.id)) ledger.agents.delete(agent.id);
      stored.delete(agent.id);
    }
    const back = ledger.gone.filter((id) => stored.has(id));
    findings.lost.push(...back.map((id) => `agent ${id} was deleted and is back`));
  }
  await checkUnanswered(url, [...stored.values()], { ledgers, findings });
  return findings;
}

interface StoredAgent {
  id: string;
  name: string;
  blocks: { label: string }[];
}

/** Agents nobody was told of must have been asked for, and be whole; they are removed. */
async function checkUnanswered(
  url: string,
  agents: readonly StoredAgent[],
  { ledgers, findings }: { ledgers: readonly Ledger[]; findings: Findings },
): Promise<void> {
  for (const { id, name, blocks } of agents) {
    if (!ledgers.some(({ unanswered }) => unanswered.has(name)))
      findings.corrupt.push(`nobody asked for agent ${name}`);
    const labels = blocks.map(({ label }) => label).toSorted();
    if (labels.join() !== LABELS.join()) findings.corrupt.push(`agent ${name} has the blocks ${labels.join()}`);
    await fetch(`${url}/v1/agents/${id}`, { method: 'DELETE' });
  }
  for (const { unanswered } of ledgers) unanswered.clear();
}

async function checkAgent(url: string, agent: KnownAgent, findings: Findings): Promise<void> {
  const path = `/v1/agents/${agent.id}`;
  const { description } = await get(url, path);
  agent.description = check('description', { expected: agent.description, found: description, agent, findings });
  const { value } = await get(url, `${path}/core-memory/blocks/notes`);
  agent.notes = check('block', { expected: agent.notes, found: value, agent, findings });
  const passages = await get(url, `${path}/archival-memory?limit=10000`);
  const texts = new Map<string, string>(passages.map(({ id, text }: { id: string; text: string }) => [id, text]));
  for (const [id, text] of agent.passages) {
    if (texts.get(id) !== text) findings.lost.push(`passage ${id} of ${agent.id}`);
    if (texts.get(id) !== text) agent.passages.delete(id);
  }
  const messages: StoredMessage[] = await get(url, `${path}/messages?limit=10000`);
  const ids = new Set(messages.map(({ id }) => id));
  const said = new Set(messages.map(({ content }) => content));
  for (const id of agent.messageIds) if (!ids.has(id)) findings.lost.push(`message ${id} of ${agent.id}`);
  for (const text of agent.saidTexts) if (!said.has(text)) findings.lost.push(`“${text}” said to ${agent.id}`);
  agent.messageIds = new Set([...agent.messageIds].filter((id) => ids.has(id)));
  agent.saidTexts = new Set([...agent.saidTexts].filter((text) => said.has(text)));
  await checkRuns(url, agent, findings);
  agent.isLeaving = false;
}

interface StoredMessage {
  id: string;
  content?: unknown;
}

async function checkRuns(url: string, agent: KnownAgent, findings: Findings): Promise<void> {
  const runs = await get(url, `/v1/runs/?agent_id=${agent.id}&limit=0`);
  const statuses = new Map<string, string>(runs.map(({ id, status }: { id: string; status: string }) => [id, status]));
  for (const id of agent.runIds) if (!statuses.has(id)) findings.lost.push(`run ${id} of ${agent.id}`);
  const open = [...statuses.values()].filter((status) => !['completed', 'failed', 'cancelled'].includes(status));
  if (open.length > 0) findings.corrupt.push(`runs of ${agent.id} stay ${open.join()}`);
  agent.runIds = new Set([...agent.runIds].filter((id) => statuses.has(id)));
}

function check(
  what: string,
  { expected, found, agent, findings }: { expected: Expected; found: string; agent: KnownAgent; findings: Findings },
): Expected {
  if (found !== expected.acknowledged && found !== expected.sent)
    findings.lost.push(`${what} of ${agent.id}: ${cut(expected.acknowledged)} became ${cut(found)}`);
  return { acknowledged: found };
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, of which a few fields are read
async function get(url: string, path: string): Promise<any> {
  const response = await fetch(url + path);
  const text = await response.text();
  if (!response.ok) throw new Error(`GET ${path} answers ${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

function cut(text: string): string {
  return `“${text.slice(0, 40)}”`;
}
