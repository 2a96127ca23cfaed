import { AsyncLocalStorage } from 'node:async_hooks';
import fc from 'fast-check';
import { BlockConflictError, saveBlockMutation } from '#lib/letta/blocks.ts';
import type { MemoryWrite } from '#server/embedded/embedded-context.ts';
import { openWatchedServer, type ServerKind, type WatchedServer } from './open-watched-server.ts';
import { writingModel } from './writing-model.ts';

/** What a number of schedules found. */
export interface ScheduleReport {
  played: number;
  /** Saves that were refused because the block had changed. */
  clashes: number;
  /** Lines that came between the read and the write of a save: only entity tags can keep those. */
  unseen: number;
  failures: string[];
}

/** So long a person types, in steps of the schedule: others write meanwhile. */
const KEYS = 4;

const onClash = fc.constantFrom('merge', 'keep mine', 'take theirs');
const edits = fc.array(onClash, { minLength: 1, maxLength: 4 });

/**
 * Two tabs and a running agent on one block, in schedules made from a seed: nothing that could be seen is lost unseen, and
 * every value that was saved is in the timeline.
 */
export async function playSchedules(options: {
  kind: ServerKind;
  count: number;
  seed: number;
}): Promise<ScheduleReport> {
  const report: ScheduleReport = { played: 0, clashes: 0, unseen: 0, failures: [] };
  const { kind, count, seed } = options;
  const server = await openWatchedServer({ kind, model: writingModel, historyFile: ':memory:' });
  const schedule = fc.asyncProperty(
    fc.scheduler(),
    edits,
    edits,
    fc.integer({ min: 1, max: 2 }),
    fc.boolean(),
    async (scheduler, left, right, turns, overlaps) => {
      const world = await openWorld(server, scheduler);
      await withFetch(fetchIn(world), async () => {
        await scheduler.waitFor(
          Promise.all([runTab(world, 'left', left), runTab(world, 'right', right), runAgent(world, turns)]),
          // Requests that are on their way together meet in the server; one by one, a schedule can hold any of them back.
          (release) => (overlaps ? release() : release().then(() => settle(world))),
        );
      });
      report.played += 1;
      report.clashes += world.clashes;
      report.unseen += await checkWorld(world, kind);
    },
  );
  const { failed, counterexample, errorInstance } = await fc.check(schedule, { numRuns: count, seed });
  if (failed) report.failures.push(`${String(errorInstance)} with seed ${seed} in ${fc.stringify(counterexample)}`);
  return report;
}

interface World {
  server: WatchedServer;
  scheduler: fc.Scheduler;
  agentId: string;
  blockId: string;
  /** The saves that the server took, by their text. */
  saves: Map<string, Save>;
  clashes: number;
  underWay: Set<Promise<unknown>>;
}

/** One save of a tab: what it started from, and what it read before it wrote. */
interface Save {
  base: string;
  read: string | null;
}

const currentSave = new AsyncLocalStorage<Save>();

async function openWorld(server: WatchedServer, scheduler: fc.Scheduler): Promise<World> {
  const made = await server.request('/v1/agents/', {
    method: 'POST',
    body: JSON.stringify({
      model: 'demo/scripted',
      embedding: 'local/hash',
      include_base_tools: false,
      tools: ['memory_insert'],
      memory_blocks: [{ label: 'human', value: 'Name: Sam' }],
    }),
  });
  const { id, blocks } = (await made.json()) as { id: string; blocks: { id: string }[] };
  return {
    server,
    scheduler,
    agentId: id,
    blockId: blocks[0]?.id ?? '',
    saves: new Map(),
    clashes: 0,
    underWay: new Set(),
  };
}

/** Sends the page's requests to the server; when each one leaves and arrives is for the scheduler to say. */
function fetchIn(world: World) {
  const { server, scheduler, saves } = world;
  return async (path: string, init: RequestInit = {}) => {
    const method = init.method ?? 'GET';
    const save = currentSave.getStore();
    await scheduler.schedule(Promise.resolve(), `${method} leaves`);
    const request = server.request(path.replace(`/api/servers/${server.serverId}`, ''), init);
    const response = await watch(world, request);
    await scheduler.schedule(Promise.resolve(), `${method} is answered`);
    if (!save || !response.ok) return response;
    if (method === 'GET') save.read = (await response.clone().json()).value;
    else saves.set(JSON.parse(String(init.body)).value, save);
    return response;
  };
}

/** A person who opens the editor, adds a line, saves, and decides when the page shows a clash. */
async function runTab(world: World, name: string, decisions: string[]) {
  const ref = { serverId: world.server.serverId, agentId: world.agentId };
  const save = saveBlockMutation(ref, 'human').mutationFn;
  for (const [index, decision] of decisions.entries()) {
    const line = `${name} ${index}`;
    let base = await readThroughPage(world);
    let text = `${base}\n${line}`;
    for (let key = 0; key < KEYS; key += 1) await world.scheduler.schedule(Promise.resolve(), 'a key is pressed');
    for (;;) {
      const clash = await currentSave.run({ base, read: null }, () =>
        trySave(() => save?.({ base, change: { value: text } }, NO_CONTEXT)),
      );
      if (clash === null) break;
      world.clashes += 1;
      if (decision === 'take theirs') break;
      if (decision === 'merge') text = `${clash}\n${line}`;
      base = clash;
    }
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the function does not read what the query cache hands it
const NO_CONTEXT = undefined as any;

async function trySave(save: () => Promise<unknown> | undefined): Promise<string | null> {
  try {
    await save();
    return null;
  } catch (error) {
    if (error instanceof BlockConflictError) return error.current.value;
    throw error;
  }
}

function watch<T>({ underWay }: World, request: Promise<T>): Promise<T> {
  const watched = request.finally(() => underWay.delete(watched));
  underWay.add(watched);
  return watched;
}

async function settle({ underWay }: World): Promise<void> {
  while (underWay.size > 0) await Promise.allSettled(underWay);
}

async function runAgent(world: World, turns: number) {
  for (let turn = 0; turn < turns; turn++) {
    await world.scheduler.schedule(Promise.resolve(), 'a turn begins');
    await watch(world, world.server.call('POST', `/v1/agents/${world.agentId}/messages`, { input: `note ${turn}` }));
  }
}

/** Throws for what was lost, and for what is not in the timeline; returns how much no server without entity tags can keep. */
async function checkWorld(world: World, kind: ServerKind): Promise<number> {
  const { server, saves, blockId } = world;
  const writes = server.writes.filter((write) => write.blockId === blockId);
  const unseen = writes.flatMap((write) => linesLostUnseen(write, saves.get(write.value)));
  if (kind === 'embedded' && unseen.length > 0) throw new Error(`${unseen.join()} was overwritten unseen`);
  const values = writes.map(({ value }) => value);
  if ([...saves.keys()].some((text) => !values.includes(text))) throw new Error('A save was answered and not stored');
  const timeline = await server.timeline(blockId);
  const saved = timeline.filter(({ cause }) => cause === 'saved').map(({ value }) => value);
  if (saved.toSorted().join('\n\n') !== [...saves.keys()].toSorted().join('\n\n'))
    throw new Error(`The timeline has the saves ${saved.join(' | ')} of ${[...saves.keys()].join(' | ')}`);
  // Only the server in the box tells of changes that nobody looked at.
  const all = ['Name: Sam', ...values];
  if (kind === 'embedded' && timeline.map(({ value }) => value).join('\n\n') !== all.join('\n\n'))
    throw new Error(`The timeline has ${timeline.length} values of ${all.length}`);
  return unseen.length;
}

/** What a write took away. Of what its writer had seen it was given up knowingly. */
function linesLostUnseen({ before, value, cause }: MemoryWrite, save: Save | undefined): string[] {
  const lines = linesOf(value);
  const lost = linesOf(before).filter((line) => !lines.includes(line));
  if (cause === 'agent') {
    if (lost.length > 0) throw new Error(`The agent overwrote ${lost.join()}`);
    return [];
  }
  if (!save) throw new Error(`“${value}” was stored and not answered`);
  if (save.read !== save.base) throw new Error(`“${save.read}” was overwritten, and the person was not warned`);
  return lost.filter((line) => !linesOf(save.base).includes(line));
}

async function withFetch(fetch: (path: string, init?: RequestInit) => Promise<Response>, run: () => Promise<void>) {
  const original = globalThis.fetch;
  globalThis.fetch = fetch as typeof globalThis.fetch;
  try {
    await run();
  } finally {
    globalThis.fetch = original;
  }
}

async function readThroughPage({ agentId, server }: World): Promise<string> {
  const response = await fetch(`/api/servers/${server.serverId}/v1/agents/${agentId}/core-memory/blocks/human`);
  return (await response.json()).value;
}

function linesOf(value: string): string[] {
  return value.split('\n').filter(Boolean);
}
