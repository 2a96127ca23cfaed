import type { Page } from '@playwright/test';
import { makeAgent } from './agent-factory.ts';
import { expect, test, type WithRemote } from './fixtures.ts';
import { simulatorOf } from './panels/simulator.ts';
import { lettersOf, type Recording, readRecordings } from './recordings.ts';
import type { RemoteLetta } from './remote-letta.ts';

// Tall, so that all of a turn is drawn.
test.use({ viewport: { width: 1440, height: 3_000 } });

const OWN = 'lib/runs/recordings';
const RECORDINGS = process.env.LETTA_RECORDINGS;
const IS_SOAK = process.env.ADE_SOAK === '1';
/** In the daily test every tenth is played: all of them take minutes. */
const SHARE = 10;
const PICTURES = process.env.ADE_PICTURES;

test('streams of a real server, as recorded, are shown and ended', { tag: ['@SM1', '@SM6', '@SM33'] }, async ({
  page,
  startWithRemote,
}) => {
  await playAll(page, await readRecordings(OWN), await startWithRemote());
});

test('recorded streams are shown and ended', { tag: ['@SM1', '@SM6', '@SM10', '@SM24'] }, async ({
  page,
  startWithRemote,
}) => {
  test.skip(
    !RECORDINGS,
    'Set LETTA_RECORDINGS to a folder of recordings to play some of them, and ADE_SOAK=1 to play all.',
  );
  test.setTimeout(600_000);
  const all = await readRecordings(`${RECORDINGS}/streams`);
  expect(all.length).toBeGreaterThan(100);
  const recordings = IS_SOAK ? all : all.filter((_recording, index) => index % SHARE === 0);
  const begun = performance.now();
  await playAll(page, recordings, await startWithRemote());
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  process.stdout.write(`${recordings.length} recorded streams played in ${seconds} s\n`);
});

async function playAll(page: Page, recordings: Recording[], { ade, remote, api, serverId }: WithRemote): Promise<void> {
  const agent = await makeAgent(api, { serverId });
  await page.goto(`${ade.url}/servers/${serverId}/agents/${agent.id}`);
  await simulatorOf(page).transcript.waitFor();
  let before: Recording | null = null;
  for (const recording of recordings) {
    await test.step(recording.name, () => playOne(page, remote, { recording, before }));
    before = recording;
  }
}

async function playOne(
  page: Page,
  remote: RemoteLetta,
  { recording: { name, playback, texts, storedTexts }, before }: { recording: Recording; before: Recording | null },
) {
  const simulator = simulatorOf(page);
  // What the last recording left would be in the way: a call that waits for a decision, or the texts that are looked for.
  await remote.set({ playback: { ...playback, messages: [], isHistoryHeld: false } });
  const left = lettersOf(JSON.stringify(before?.playback.messages ?? []));
  if ((await simulator.approval.isVisible()) || texts.some((text) => left.includes(lettersOf(text)))) {
    await page.reload();
    await simulator.transcript.waitFor();
  }
  await remote.set({ playback });
  const answered = page.waitForResponse(
    (response) => response.request().method() === 'POST' && /\/messages$/.test(response.url()),
  );
  await simulator.say(`Play ${name}`);
  await answered;
  await expect(simulator.stopButton, `${name} ends`).toBeHidden();
  await expect.soft(simulator.panel.getByText('The agent is working'), `${name} ends`).toBeHidden();
  await openReasoning(page);
  await expectTexts(page, { name: `${name}, live`, texts });
  await remote.set({ playback: { ...playback, isHistoryHeld: false } });
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png` });
  await expectTexts(page, { name: `${name}, from history`, texts: storedTexts });
}

async function openReasoning(page: Page): Promise<void> {
  const closed = simulatorOf(page).panel.getByRole('button', { name: /^Reason/, expanded: false });
  while ((await closed.count()) > 0) await closed.first().click();
}

async function expectTexts(page: Page, { name, texts }: { name: string; texts: string[] }): Promise<void> {
  const { transcript } = simulatorOf(page);
  const missing = async () => {
    const seen = lettersOf(await transcript.innerText());
    return texts.filter((text) => !seen.includes(lettersOf(text)));
  };
  await expect.poll(missing, { message: `${name} shows all of its texts` }).toEqual([]);
}
