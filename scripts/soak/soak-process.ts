import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { createAdeApi, lettaPath } from '#e2e/ade-api.ts';
import { makeAgent } from '#e2e/agent-factory.ts';
import { type Ade, startAde } from '#e2e/start-ade.ts';
import { anyRequest, type FuzzRequest, toSentRequest } from '#server/embedded/fuzz/fuzz-request.ts';
import { createKnownIds } from '#server/embedded/fuzz/known-ids.ts';
import { type ProcessRoute, processRoutes } from '#server/hostile/process-routes.ts';
import { type Held, lookAt, slopeOf } from './watch-process.ts';

/** What a long day did to the whole process. */
export interface ProcessReport {
  requests: number;
  /** How many routes there are; one after the other is asked, round and round. */
  routes: number;
  turns: number;
  problems: string[];
  /** MB for each 1,000 requests, and for each 1,000 turns, over the last half of them; null where nobody can tell. */
  requestSlope: number | null;
  turnSlope: number | null;
  /** Open sockets beyond those before the first request. */
  socketsLeft: number | null;
  memory: string;
}

type Job = (index: number, worker: number) => Promise<void>;

interface Sample extends Held {
  x: number;
}

const LETTA = '/api/servers/embedded';
/** Turns mostly wait for the demo model, which speaks slowly. */
const AT_ONCE = { requests: 8, turns: 16 };
const TURNS_OF_AN_AGENT = 25;
const SAMPLES = 60;
/** How long a connection is kept for a next request, so that it is soon seen whether the server keeps one too. */
const KEPT_MS = 1_000;
const PATIENCE_MS = 180_000;
const SAID = ['count to 3', 'my name is Ada', 'remember that tea is kept here', 'where is the tea?'];
const WATCHED = `--import ${new URL('collect-garbage.mjs', import.meta.url)}`;
const FORBIDDEN_LINES = /failed unnoticed|unexpected error stops|could not be closed/;

/**
 * Sends odd requests to every route of a running Letta ADE in turn, then holds turns with the demo model. It must not end, leave a
 * rejection unhandled, keep a socket, or grow.
 */
export async function soakProcess(options: {
  requests: number;
  turns: number;
  seed: number;
  onProgress(line: string): void;
}): Promise<ProcessReport> {
  const [routes, ade] = await Promise.all([processRoutes(), startAde({ env: { NODE_OPTIONS: WATCHED } })]);
  const usual = getGlobalDispatcher();
  setGlobalDispatcher(new Agent({ keepAliveTimeout: KEPT_MS, keepAliveMaxTimeout: KEPT_MS }));
  const pid = ade.pid();
  const problems: string[] = [];
  try {
    const before = await lookAt(pid);
    const requests = await sample(
      pid,
      { count: options.requests, atOnce: AT_ONCE.requests, job: fuzzOf(ade, routes, { seed: options.seed, problems }) },
      options.onProgress,
    );
    const turns = await sample(
      pid,
      { count: options.turns, atOnce: AT_ONCE.turns, job: turnsOf(ade, problems) },
      options.onProgress,
    );
    const after = await untilQuiet(pid, before);
    const health = await fetch(`${ade.url}/api/about`, { headers: { 'X-ADE': '1' } });
    if (!health.ok) problems.push(`It answers ${health.status} in the end.`);
    problems.push(
      ...ade
        .logs()
        .split('\n')
        .filter((line) => FORBIDDEN_LINES.test(line)),
    );
    return {
      requests: options.requests,
      routes: routes.length,
      turns: options.turns,
      problems,
      requestSlope: slope(requests),
      turnSlope: slope(turns),
      socketsLeft: before && after ? after.sockets - before.sockets : null,
      memory: [before, requests.at(-1), turns.at(-1)].map((held) => held?.rssMb.toFixed(0) ?? '?').join(' → '),
    };
  } catch (error) {
    problems.push(`The process was lost: ${error instanceof Error ? error.message : String(error)}`);
    return {
      requests: 0,
      routes: 0,
      turns: 0,
      problems,
      requestSlope: null,
      turnSlope: null,
      socketsLeft: null,
      memory: '',
    };
  } finally {
    setGlobalDispatcher(usual);
    await ade.dispose();
  }
}

function slope(samples: readonly Sample[]): number | null {
  const half = samples.slice(Math.floor(samples.length / 2));
  return half.length < 3 ? null : slopeOf(half.map(({ x, rssMb }) => ({ x: x / 1_000, y: rssMb })));
}

/** Runs `count` jobs, some at a time, and looks at the process now and then. */
async function sample(
  pid: number,
  { count, atOnce, job }: { count: number; atOnce: number; job: Job },
  onProgress: (line: string) => void,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  const every = Math.max(1, Math.floor(count / SAMPLES));
  let next = 0;
  const work = async (_none: unknown, worker: number) => {
    for (let index = next++; index < count; index = next++) {
      await job(index, worker);
      if (index % every !== 0) continue;
      const held = await lookAt(pid);
      if (held) samples.push({ ...held, x: index });
      if (index % (every * 5) === 0 && held) onProgress(`${index} of ${count}, ${held.rssMb.toFixed(0)} MB`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return samples.toSorted((one, other) => one.x - other.x);
}

function fuzzOf(ade: Ade, routes: readonly ProcessRoute[], { seed, problems }: Fuzzing): Job {
  const ids = createKnownIds();
  const rounds = new Map<number, Fuzzed[]>();
  const roundOf = (number: number) => {
    rounds.delete(number - 2);
    const found = rounds.get(number) ?? makeRound(routes, seed + number);
    rounds.set(number, found);
    return found;
  };
  return async (index) => {
    const fuzzed = roundOf(Math.floor(index / routes.length))[index % routes.length];
    if (!fuzzed) return;
    const { method, path, body, headers } = toSentRequest(fuzzed.request, ids);
    const answer = await fetch(ade.url + fuzzed.prefix + path, {
      method,
      redirect: 'manual',
      headers: { ...headers, 'X-ADE': '1' },
      ...(body === null || method === 'GET' ? {} : { body }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    if (text.includes('Something went wrong')) problems.push(`${method} ${path.slice(0, 200)} → ${text.slice(0, 200)}`);
    if (answer.status < 300) ids.learn(text);
    else if (answer.status === 404) ids.forget(text);
  };
}

interface Fuzzing {
  seed: number;
  problems: string[];
}

interface Fuzzed {
  request: FuzzRequest;
  prefix: string;
}

/** One odd request to every route, in an order made from the seed. */
function makeRound(routes: readonly ProcessRoute[], seed: number): Fuzzed[] {
  const shuffled = fc.shuffledSubarray([...routes], { minLength: routes.length });
  const [order = []] = fc.sample(shuffled, { numRuns: 1, seed });
  return order.flatMap(({ method, template }, index) => {
    const prefix = template.startsWith(LETTA) ? LETTA : '';
    const requests = anyRequest([{ method, path: template.slice(prefix.length) }]);
    return fc.sample(requests, { numRuns: 1, seed: seed * 1_000 + index }).map((request) => ({ request, prefix }));
  });
}

function turnsOf(ade: Ade, problems: string[]): Job {
  const api = createAdeApi(ade.url);
  const talks = new Map<number, { agentId: string; turns: number }>();
  return async (index, worker) => {
    let talk = talks.get(worker);
    if (!talk || talk.turns === TURNS_OF_AN_AGENT) {
      if (talk) await api.delete(lettaPath(`/agents/${talk.agentId}`));
      talk = { agentId: (await makeAgent(api, { name: `Soak ${index}` })).id, turns: 0 };
      talks.set(worker, talk);
    }
    talk.turns += 1;
    const answer = await api.fetch(lettaPath(`/agents/${talk.agentId}/messages/stream`), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ input: SAID[index % SAID.length], stream_tokens: true }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    if (!text.includes('"end_turn"') || !text.trimEnd().endsWith('[DONE]'))
      problems.push(`Turn ${index} → ${answer.status} ${text.slice(-300)}`);
  };
}

/** Waits until as many sockets are open as were before, though not forever. */
async function untilQuiet(pid: number, before: Held | null): Promise<Held | null> {
  for (let waited = 0; waited < 30; waited += 1) {
    const held = await lookAt(pid);
    if (!held || !before || held.sockets <= before.sockets) return held;
    await delay(1_000);
  }
  return await lookAt(pid);
}
