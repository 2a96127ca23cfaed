import { randomId } from '#lib/random-id.ts';
import { SERVER_ID, type Stage } from './open-stage.ts';
import { type Act, openTab, type Tab } from './open-tab.ts';

/** One thing a person said, and what became of it: null while nobody knows, and for good when its tab was closed. */
export interface Intent {
  text: string;
  otid: string;
  outcome: string | null;
}

/** An agent, and a browser with tabs that show it. */
export interface Scene {
  stage: Stage;
  agentId: string;
  tabs: (Tab | null)[];
  /** The tabs that are out of sight. */
  hidden: Set<number>;
  intents: Intent[];
  /** The `otid` of every message that left a tab. */
  posted: string[];
  open(slot: number): Promise<void>;
  close(slot: number): Promise<void>;
  say(slot: number): void;
  /** Does something that a person or the browser does in a tab. */
  act(slot: number, what: Act): void;
}

/** A new agent; the first tab is open. */
export async function openScene(stage: Stage, { isBackground }: { isBackground: boolean }): Promise<Scene> {
  const { id: agentId } = await stage.call('POST', '/v1/agents/', {
    model: 'demo/scripted',
    embedding: 'local/hash',
    system: 'You speak when you may.',
    include_base_tools: false,
    tools: ['memory_insert'],
    memory_blocks: [{ label: 'human', value: '' }],
  });
  const ref = { serverId: SERVER_ID, agentId, conversationId: null };
  /** What a browser keeps of a message on its way when its page is loaded again. */
  const unsure: (string | null)[] = stage.near.map(() => null);
  const scene: Scene = {
    stage,
    agentId,
    tabs: stage.near.map(() => null),
    hidden: new Set(),
    intents: [],
    posted: [],
    open: async (slot) => {
      const origin = `http://${stage.near[slot]?.host}`;
      const data = { origin, ref, unsure: unsure[slot] ?? null };
      scene.tabs[slot] = await openTab(data, (otid) => void scene.posted.push(otid));
    },
    close: async (slot) => {
      const tab = scene.tabs[slot];
      scene.tabs[slot] = null;
      scene.hidden.delete(slot);
      await tab?.close();
    },
    act: (slot, what) => {
      if (what === 'hide') scene.hidden.add(slot);
      if (what === 'show' || what === 'sleep') scene.hidden.delete(slot);
      scene.tabs[slot]?.act(what);
    },
    say: (slot) => {
      const intent: Intent = { text: `turn ${scene.intents.length}`, otid: randomId(), outcome: null };
      scene.intents.push(intent);
      unsure[slot] = intent.otid;
      void scene.tabs[slot]?.send({ ...intent, isBackground }).then((outcome) => {
        intent.outcome = outcome;
        if (outcome !== null && unsure[slot] === intent.otid) unsure[slot] = null;
      });
    },
  };
  await scene.open(0);
  return scene;
}
