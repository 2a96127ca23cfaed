import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import type { Scene } from './open-scene.ts';
import type { Act } from './open-tab.ts';

/** What is known of a scene without looking: which tabs are open, how often somebody said something, what was done. */
export interface Known {
  isOpen: boolean[];
  said: number;
  done: number;
}

export type SceneCommand = fc.AsyncCommand<Known, Scene>;

/** More would not fit into the newest page of history, which is all that a tab reads. */
const MOST_SAID = 8;
/** So long nothing is done after a command, at most: what it began meets the next one half done. */
const LONGEST_PAUSE_MS = 30;

const how = fc.constantFrom('reset' as const, 'end' as const, 'stall' as const);
const afterBytes = fc.integer({ min: 0, max: 3_000 });
const andNext = fc.nat({ max: 2 });
/** Which of the tabs that are open, or closed: the number is taken round and round. */
const which = fc.nat({ max: 5 });

interface Doing {
  name: string;
  check?: (known: Known) => boolean;
  run(known: Known, scene: Scene): unknown;
}

const command = ({ name, check = () => true, run }: Doing) =>
  fc.nat({ max: LONGEST_PAUSE_MS }).map(
    (ms): SceneCommand => ({
      check,
      run: async (known, scene) => {
        known.done += 1;
        await run(known, scene);
        await delay(ms);
      },
      toString: () => `${name}, ${ms} ms`,
    }),
  );

/** A command to one of the tabs that are open, or with `isOpen` false to one that is closed. */
function inTab(name: string, run: (known: Known, scene: Scene, slot: number) => unknown, { isOpen = true } = {}) {
  return which.chain((number) => {
    const slotsOf = (known: Known) => known.isOpen.flatMap((open, slot) => (open === isOpen ? [slot] : []));
    return command({
      name: `${name} ${number}`,
      check: (known) => slotsOf(known).length > 0,
      run: (known, scene) => {
        const slots = slotsOf(known);
        return run(known, scene, slots[number % slots.length] ?? 0);
      },
    });
  });
}

const send = inTab('send in tab', (known, scene, slot) => {
  if (known.said === MOST_SAID) return;
  known.said += 1;
  scene.say(slot);
});

const open = inTab(
  'open tab',
  async (known, scene, slot) => {
    known.isOpen[slot] = true;
    await scene.open(slot);
  },
  { isOpen: false },
);

const close = inTab('close tab', async (known, scene, slot) => {
  known.isOpen[slot] = false;
  await scene.close(slot);
});

const reload = inTab('load again tab', async (_known, scene, slot) => {
  await scene.close(slot);
  await scene.open(slot);
});

const act = (what: Act) => inTab(`${what} in tab`, (_known, scene, slot) => scene.act(slot, what));

const speak = fc
  .integer({ min: 1, max: 12 })
  .chain((words) =>
    command({ name: `the agent says ${words} words`, run: (_known, { stage }) => stage.speaker.let(words) }),
  );

const cutTab = fc
  .tuple(how, afterBytes, andNext)
  .chain(([way, bytes, next]) =>
    inTab(`${way} after ${bytes} bytes what is read over ${next} more connections in tab`, (_known, { stage }, slot) =>
      stage.near[slot]?.strike({ how: way, afterBytes: bytes }, { andNext: next }),
    ),
  );

const cutLetta = fc.tuple(how, afterBytes, andNext).chain(([way, bytes, next]) =>
  command({
    name: `${way} after ${bytes} bytes what the Letta ADE reads over ${next} more connections`,
    run: (_known, { stage }) => stage.far.strike({ how: way, afterBytes: bytes }, { andNext: next }),
  }),
);

const restart = command({ name: 'the Letta ADE starts anew', run: (_known, { stage }) => stage.restart() });

/** What a person, a browser and a network do, in any order. */
export const anyCommands = fc.commands(
  [
    ...Array.from({ length: 4 }, () => send),
    ...Array.from({ length: 4 }, () => speak),
    ...[cutTab, cutTab, cutLetta, cutLetta, reload, reload, open, close],
    ...[act('stop'), act('hide'), act('show'), act('sleep'), restart],
  ],
  { maxCommands: 40, size: 'max' },
);
