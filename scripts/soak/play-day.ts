import type { BlockVersion } from '#lib/letta/block-history.ts';
import { openWatchedServer, type ServerKind, type WatchedServer } from './open-watched-server.ts';
import { writingModel } from './writing-model.ts';

/** How a memory is changed: by the tool of one's own or of another agent, by hand in either place, or with the ADE closed. */
export type Way = 'own tool' | 'other tool' | 'hand' | 'library' | 'other agent' | 'closed' | 'talk';

/** What happened in a day: each change in order, and the timeline as it is in the end, oldest first. */
export interface Day {
  changes: { way: Way; value: string; runId: string | null }[];
  timeline: BlockVersion[];
  agentId: string;
  otherId: string;
  blockId: string;
  server: WatchedServer;
}

interface Scene {
  server: WatchedServer;
  agentId: string;
  otherId: string;
  blockId: string;
}

/**
 * Lives through a day: two agents share a block, `steps` says what happens next. The page looks after every step, as it
 * does when a turn ends.
 */
export async function playDay({
  kind,
  steps,
  historyFile,
}: {
  kind: ServerKind;
  steps: readonly Way[];
  historyFile: string;
}): Promise<Day> {
  const server = await openWatchedServer({ kind, model: writingModel, historyFile });
  const scene = await openScene(server);
  const changes: Day['changes'] = [];
  for (const [index, way] of steps.entries()) {
    if (way === 'closed') await server.closeAde();
    const runId = await take(scene, way, `note ${index}`);
    server.openAde();
    const { value } = await server.call('GET', ownPath(scene));
    if (way !== 'talk') changes.push({ way, value, runId });
    await look(scene, way === 'own tool' ? runId : null);
  }
  return { ...scene, changes, timeline: await server.timeline(scene.blockId) };
}

async function openScene(server: WatchedServer): Promise<Scene> {
  const make = async (name: string, fields: object) => {
    const answer = await server.request('/v1/agents/', {
      method: 'POST',
      body: JSON.stringify({ name, model: 'demo/scripted', tools: ['memory_insert'], ...fields }),
    });
    return (await answer.json()) as { id: string; blocks: { id: string }[] };
  };
  const own = await make('Sam', { memory_blocks: [{ label: 'human', value: 'Name: Sam' }] });
  const blockId = own.blocks[0]?.id ?? '';
  const other = await make('Other', { block_ids: [blockId] });
  return { server, agentId: own.id, otherId: other.id, blockId };
}

/** Takes one step, and returns its run if it was a turn. */
async function take(scene: Scene, way: Way, note: string): Promise<string | null> {
  const { server, agentId, otherId, blockId } = scene;
  switch (way) {
    case 'talk':
      return await say(scene, agentId, 'How are you?');
    case 'own tool':
      return await say(scene, agentId, note);
    case 'other tool':
      return await say(scene, otherId, note);
    case 'hand':
      return await save(scene, ownPath(scene), note);
    case 'other agent':
      return await save(scene, `/v1/agents/${otherId}/core-memory/blocks/human`, note);
    case 'library':
      return await save(scene, `/v1/blocks/${blockId}`, note);
    case 'closed':
      await server.call('PATCH', `/v1/blocks/${blockId}`, { value: note });
      return null;
  }
}

async function say({ server }: Scene, agentId: string, input: string): Promise<string | null> {
  const answer = await server.request(`/v1/agents/${agentId}/messages`, {
    method: 'POST',
    body: JSON.stringify({ input }),
  });
  const { messages } = (await answer.json()) as { messages: { run_id: string }[] };
  return messages[0]?.run_id ?? null;
}

async function save({ server }: Scene, path: string, note: string): Promise<null> {
  const { value } = (await (await server.request(path)).json()) as { value: string };
  await server.request(path, { method: 'PATCH', body: JSON.stringify({ value: `${value}\n${note}` }) });
  return null;
}

/** The page reads the blocks again, and says which turn it saw. */
async function look({ server, agentId }: Scene, runId: string | null): Promise<void> {
  const headers: Record<string, string> = runId === null ? {} : { 'x-ade-run': runId };
  await (await server.request(`/v1/agents/${agentId}/core-memory/blocks`, { headers })).text();
}

function ownPath({ agentId }: Scene): string {
  return `/v1/agents/${agentId}/core-memory/blocks/human`;
}
