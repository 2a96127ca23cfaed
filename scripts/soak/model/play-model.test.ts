import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { seededRandom } from '#e2e/seeded-random.ts';
import { checkScene } from './check-scene.ts';
import { openScene, type Scene } from './open-scene.ts';
import { openStage, type Stage } from './open-stage.ts';
import { playModel } from './play-model.ts';

/** The long form is part of `npm run soak`. */
const SCENES = 8;
const WITHIN_MS = 6_000;

let stage: Stage;
let scene: Scene;
beforeAll(async () => {
  stage = await openStage({ tabs: 2, random: seededRandom('where bytes are cut') });
  stage.setBackground(true);
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.speaker.hold();
  scene = await openScene(stage, { isBackground: true });
});
afterEach(async () => {
  await Promise.all(scene.tabs.map((_tab, slot) => scene.close(slot)));
});

/** Waits until a tab shows this, though not until the HTTP client itself gives a silent answer up: 12 s here. */
async function sees(slot: number, text: string): Promise<void> {
  const rows = async () => (await scene.tabs[slot]?.look())?.rows.map((row) => row.text).join('\n');
  await expect.poll(rows, { timeout: 10_000 }).toContain(text);
}

it('people, browsers and a network that fails, in any order: each tab ends with what the server has, each message is sent once', {
  timeout: 60_000,
}, async () => {
  const seed = Math.floor(seededRandom('scenes')() * 1_000_000);
  const report = await playModel({ count: SCENES, seed, withinMs: WITHIN_MS });
  expect(report.failures).toEqual([]);
  expect(report.played).toBeGreaterThan(0);
});

it('a turn goes on in another tab when the one that reads it is killed', async () => {
  await scene.open(1);
  scene.say(0);
  stage.speaker.let(5);
  await sees(0, '0.2');
  await sees(1, '0.2');
  await scene.close(0);
  stage.speaker.let(3);
  await sees(1, '0.6');
  expect(await checkScene(scene)).toEqual([]);
});

it('a turn goes on when the Letta ADE starts anew', async () => {
  scene.say(0);
  stage.speaker.let(5);
  await sees(0, '0.2');
  await stage.restart();
  stage.speaker.let(3);
  await sees(0, '0.6');
  expect(await checkScene(scene)).toEqual([]);
});

it.each(['near', 'far'] as const)(
  'a message whose answer is lost on the %s side is found, and its turn is shown',
  async (side) => {
    await expect.poll(async () => (await scene.tabs[0]?.look())?.isReading).toBe(false);
    for (const proxy of side === 'near' ? stage.near : [stage.far])
      proxy.strike({ how: 'reset', afterBytes: 1 }, { andNext: 1 });
    scene.say(0);
    await expect.poll(() => scene.intents[0]?.outcome).toBe('sent');
    stage.speaker.let(5);
    await sees(0, '0.2');
    expect(await checkScene(scene)).toEqual([]);
  },
);

it('a silent connection is given up, and the turn read on', async () => {
  scene.say(0);
  stage.speaker.let(5);
  await sees(0, '0.2');
  stage.near[0]?.strike({ how: 'stall', afterBytes: 0 });
  stage.speaker.let(3);
  await sees(0, '0.6');
  expect(await checkScene(scene)).toEqual([]);
});

it('knows a tab that showed something wrong, be it right in the end', async () => {
  const tab = scene.tabs[0]!;
  scene.tabs[0] = { ...tab, look: async () => ({ ...(await tab.look()), problems: ['shown: 0.0 0.0'] }) };
  expect(await checkScene(scene)).toEqual([{ kind: 'doubled', text: 'tab 0: shown: 0.0 0.0' }]);
});
