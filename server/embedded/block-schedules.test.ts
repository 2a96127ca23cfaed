import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { BlockConflictError, saveBlockMutation } from '#lib/letta/blocks.ts';
import { callsOf, textOf } from './agent-loop/scripted-model.ts';
import type { ChatModel } from './models/chat-model.ts';
import { openTestServer } from './test-server.ts';

type TestServer = Awaited<ReturnType<typeof openTestServer>>;

/** The long form, once before a release: ADE_SCHEDULES=1000. */
const RUNS = Number(process.env['ADE_SCHEDULES'] ?? 50);
const SURFACE = '/api/servers/embedded';

const onClash = fc.constantFrom('merge', 'keep mine', 'take theirs');
const edits = fc.array(onClash, { minLength: 1, maxLength: 4 });

afterEach(() => vi.unstubAllGlobals());

it(`two tabs and a running agent on one block: nothing is lost unseen, in ${RUNS} schedules`, async () => {
  const server = await openTestServer(MODEL);
  let clashes = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      edits,
      edits,
      fc.integer({ min: 1, max: 2 }),
      async (scheduler, left, right, turns) => {
        const { id } = await server.createAgent({ include_base_tools: false, tools: ['memory_insert'] });
        const world: World = {
          agentId: id,
          server,
          kept: new Set(),
          overwritten: new Set(),
          bases: new Map(),
          clashes: 0,
        };
        stubFetch(world, scheduler);
        await scheduler.waitFor(
          Promise.all([runTab(world, 'left', left), runTab(world, 'right', right), runAgent(world, scheduler, turns)]),
        );
        const value = await readValue(world);
        const expected = [...world.kept].filter((line) => !world.overwritten.has(line));
        expect(linesOf(value).sort()).toEqual(['Name: Sam', ...expected].sort());
        clashes += world.clashes;
      },
    ),
    { numRuns: RUNS },
  );
  expect(clashes).toBeGreaterThan(RUNS / 10);
}, 120_000);

/** Does what it is told at once: writes the line it is sent into its memory. */
const MODEL: ChatModel = {
  payload: ({ messages, tools }) => ({ messages, tools }),
  async *stream({ messages }) {
    const last = messages.at(-1);
    const isDone = last?.role !== 'user';
    yield* isDone ? textOf('Noted.') : callsOf(['memory_insert', { label: 'human', new_string: lineOf(last) }]);
  },
};

/** The line in a message. Letta wraps what a person says into JSON. */
function lineOf(message: unknown): string {
  return /turn \d+/.exec(JSON.stringify(message))?.[0] ?? '';
}

interface World {
  agentId: string;
  server: TestServer;
  /** Lines that the server took. */
  kept: Set<string>;
  /** Lines a person was shown, and overwrote. */
  overwritten: Set<string>;
  /** What the person of each text saw when they saved it. */
  bases: Map<string, string>;
  clashes: number;
}

/** Sends the page's requests to the server; when each one leaves and arrives is for the scheduler to say. */
function stubFetch(world: World, scheduler: fc.Scheduler) {
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    await scheduler.schedule(Promise.resolve(), `${init.method ?? 'GET'} leaves`);
    const response = await world.server.app.request(path.replace(SURFACE, ''), init);
    if (init.method === 'PATCH' && response.ok) noteSaved(world, JSON.parse(String(init.body)).value);
    await scheduler.schedule(Promise.resolve(), `${init.method ?? 'GET'} is answered`);
    return response;
  });
}

/** What was seen and is not in the saved text was given up knowingly; what is in it is there again. */
function noteSaved({ bases, overwritten }: World, text: string) {
  for (const line of linesOf(bases.get(text) ?? '')) overwritten.add(line);
  for (const line of linesOf(text)) overwritten.delete(line);
}

/** A person who opens the editor, adds a line, saves, and decides when the page shows a clash. */
async function runTab(world: World, name: string, decisions: string[]) {
  const save = saveBlockMutation({ serverId: 'embedded', agentId: world.agentId }, 'human').mutationFn;
  for (const [index, decision] of decisions.entries()) {
    const line = `${name} ${index}`;
    let base = await readThroughPage(world);
    let text = `${base}\n${line}`;
    for (;;) {
      world.bases.set(text, base);
      const clash = await trySave(() => save?.({ base, change: { value: text } }, NO_CONTEXT));
      if (clash === null) {
        world.kept.add(line);
        break;
      }
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

async function runAgent({ agentId, server, kept }: World, scheduler: fc.Scheduler, turns: number) {
  for (let turn = 0; turn < turns; turn++) {
    await scheduler.schedule(Promise.resolve(), 'a turn begins');
    const answer = await server.call('POST', `/v1/agents/${agentId}/messages`, { input: `turn ${turn}` });
    expect(answer.status).toBe(200);
    kept.add(`turn ${turn}`);
  }
}

async function readThroughPage({ agentId }: World): Promise<string> {
  const response = await fetch(`${SURFACE}/v1/agents/${agentId}/core-memory/blocks/human`);
  return (await response.json()).value;
}

async function readValue({ agentId, server }: World): Promise<string> {
  return (await server.call('GET', `/v1/agents/${agentId}/core-memory/blocks/human`)).body.value;
}

function linesOf(value: string): string[] {
  return value.split('\n').filter(Boolean);
}
