import { setTimeout as delay } from 'node:timers/promises';
import type { StreamProblem } from '#lib/runs/fuzz/fuzz-stream.ts';
import { isActive, type RunStatus } from '#lib/runs/run-state.ts';
import { toTranscript } from '#lib/runs/to-transcript.ts';
import { shownText } from '#scripts/soak/shown-text.ts';
import { compareRows, type HeldRows } from './compare-rows.ts';
import type { Scene } from './open-scene.ts';
import type { Shown } from './tab-worker.ts';

/** So long a scene may take to come to rest, once nothing fails any more. */
const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 25;

/** Lets everything come to its end, and tells what is then not as the server has it. */
export async function checkScene(scene: Scene): Promise<StreamProblem[]> {
  const { stage, hidden } = scene;
  for (const proxy of [...stage.near, stage.far]) proxy.mend();
  stage.speaker.free();
  // Not those in sight: to be shown makes a page read everything again.
  for (const slot of hidden) scene.act(slot, 'show');
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const unsettled = await findUnsettled(scene);
    if (unsettled.length === 0) break;
    if (performance.now() > until) return [...unsettled, ...findSentAgain(scene)];
    await delay(LOOK_EVERY_MS);
  }
  return [...(await findWrong(scene)), ...findSentAgain(scene)];
}

/** What still goes on, or is not shown yet. */
async function findUnsettled(scene: Scene): Promise<StreamProblem[]> {
  const held = await readServer(scene);
  if (held.goingOn > 0) return [{ kind: 'stuck', text: `${held.goingOn} runs go on at the server` }];
  const seen = await lookAtTabs(scene);
  // A person reads “Could not refresh”, and clicks on Retry.
  for (const { at, shown } of seen) if (shown.hasFailed && !shown.isReading) scene.act(at, 'retry');
  return seen.flatMap(({ at, shown }) => [
    ...(isSettled(shown) ? [] : [{ kind: 'stuck' as const, text: `tab ${at} is ${shown.status}` }]),
    ...compareRows(shown.rows, held).map(({ kind, text }) => ({
      kind,
      text: [`tab ${at}: ${text}`, ...shown.trace].join('\n    '),
    })),
  ]);
}

function isSettled({ status, unsure }: Shown): boolean {
  return !isActive(status as RunStatus) && status !== 'interrupted' && unsure.length === 0;
}

interface Held extends HeldRows {
  goingOn: number;
}

async function readServer({ stage, agentId }: Scene): Promise<Held> {
  const messages = await stage.call('GET', `/v1/agents/${agentId}/messages?limit=1000&conversation_id=default`);
  const runs: { id: string; status: string }[] = await stage.call('GET', `/v1/runs/?agent_id=${agentId}&limit=100`);
  const rows = toTranscript(messages).items.map((item) => ({
    kind: item.kind,
    text: shownText(item),
    runId: item.source.run_id ?? null,
  }));
  return {
    rows,
    stopped: new Set(runs.flatMap(({ id, status }) => (status === 'cancelled' ? [id] : []))),
    goingOn: runs.filter(({ status }) => status === 'created' || status === 'running').length,
  };
}

async function lookAtTabs({ tabs }: Scene): Promise<{ at: number; shown: Shown }[]> {
  const looks = tabs.map(async (tab, at) => (tab ? [{ at, shown: await tab.look() }] : []));
  return (await Promise.all(looks)).flat();
}

/** What was wrong at any moment in a tab that is still open. */
async function findWrong(scene: Scene): Promise<StreamProblem[]> {
  const seen = await lookAtTabs(scene);
  return seen.flatMap(({ at, shown }) =>
    shown.problems.map((text) => ({ kind: 'doubled' as const, text: `tab ${at}: ${text}` })),
  );
}

/** A message leaves its tab once at most, arrives once at most, and did arrive or not as its tab said. */
function findSentAgain({ stage, intents, posted }: Scene): StreamProblem[] {
  const arrived = stage.arrived();
  const count = (list: string[], otid: string) => list.filter((each) => each === otid).length;
  return intents.flatMap(({ otid, text, outcome }) => {
    const [posts, arrivals] = [count(posted, otid), count(arrived, otid)];
    const problems: StreamProblem[] = [];
    if (posts > 1 || arrivals > 1)
      problems.push({ kind: 'sent again', text: `${text} left ${posts} times and arrived ${arrivals} times` });
    if (outcome === 'sent' && arrivals === 0)
      problems.push({ kind: 'lost', text: `${text} was sent and did not arrive` });
    if (outcome !== null && outcome !== 'sent' && arrivals > 0)
      problems.push({ kind: 'sent again', text: `${text} is ${outcome} and had arrived` });
    return problems;
  });
}
