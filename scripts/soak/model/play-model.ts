import fc from 'fast-check';
import type { ProblemKind } from '#lib/runs/fuzz/fuzz-stream.ts';
import { checkScene } from './check-scene.ts';
import { anyCommands, type Known, type SceneCommand } from './commands.ts';
import { openScene } from './open-scene.ts';
import { openStage, type Stage } from './open-stage.ts';

/** What a number of scenes found; `counts` are scenes, by what went wrong in them. */
export interface ModelReport {
  played: number;
  commands: number;
  messages: number;
  counts: Record<ProblemKind, number>;
  failures: string[];
}

interface PlayOptions {
  count: number;
  seed: number;
  /** No scene begins after this long. */
  withinMs?: number;
}

const TABS = 3;

/**
 * Plays scenes made from a seed: tabs, a Letta ADE and a Letta server over real connections, where people send and stop,
 * tabs come, go, sleep and are loaded again, connections break on either side and the Letta ADE is started anew. In the
 * end each tab shows what the server holds, and each message was sent once.
 */
export async function playModel(options: PlayOptions): Promise<ModelReport> {
  const counts: ModelReport['counts'] = { lost: 0, doubled: 0, stuck: 0, 'sent again': 0 };
  const report: ModelReport = { played: 0, commands: 0, messages: 0, counts, failures: [] };
  const stage = await openStage({ tabs: TABS, random: randomFrom(options.seed) });
  const scene = fc.asyncProperty(anyCommands, fc.boolean(), async (commands, isBackground) => {
    await playScene(stage, { commands, isBackground }, report);
  });
  try {
    const { count, seed, withinMs } = options;
    const limit = withinMs === undefined ? {} : { interruptAfterTimeLimit: withinMs };
    // Where time plays a part, a smaller case may fail or not: none is looked for.
    const run = { numRuns: count, seed, endOnFailure: true, ...limit };
    const { failed, counterexample, errorInstance } = await fc.check(scene, run);
    if (failed) report.failures.push(`${String(errorInstance)} with seed ${seed} in ${fc.stringify(counterexample)}`);
  } finally {
    await stage.close();
  }
  return report;
}

interface Play {
  commands: Iterable<SceneCommand>;
  isBackground: boolean;
}

async function playScene(stage: Stage, { commands, isBackground }: Play, report: ModelReport): Promise<void> {
  stage.setBackground(isBackground);
  stage.speaker.hold();
  const scene = await openScene(stage, { isBackground });
  try {
    const model: Known = { isOpen: scene.tabs.map((tab) => tab !== null), said: 1, done: 0 };
    scene.say(0);
    await fc.asyncModelRun(() => ({ model, real: scene }), commands);
    const problems = await checkScene(scene);
    report.played += 1;
    report.commands += model.done;
    report.messages += scene.intents.length;
    for (const kind of new Set(problems.map((problem) => problem.kind))) report.counts[kind] += 1;
    if (problems.length > 0) throw new Error(problems.map(({ kind, text }) => `${kind}: ${text}`).join('\n'));
  } finally {
    await Promise.all(scene.tabs.map((_tab, slot) => scene.close(slot)));
  }
}

/** Numbers from 0 to 1 that a seed brings back. */
function randomFrom(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
