import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type AdeApi, createAdeApi, lettaPath } from '#e2e/ade-api.ts';
import { type Ade, startAde } from '#e2e/start-ade.ts';
import { createAgent } from './create-agent.ts';
import type { Figure } from './figure.ts';
import { median } from './percentile.ts';
import { withPage } from './with-page.ts';

const AGENTS = 5_000;
const FILE_SIZE = 20 * 1024 * 1024;
const ROUNDS = 5;
const SEARCHES = 12;
const LINE = 'The quick brown fox jumps over the lazy dog, and nobody asked why it did. ';

interface AgentFile {
  agents: Record<string, unknown>[];
}

/** How fast a list of many agents opens and is filtered, and how fast a large agent file comes in. */
export async function measureAgents(): Promise<Figure[]> {
  const ade = await startAde();
  try {
    const api = createAdeApi(ade.url);
    const id = await createAgent(api);
    const file = await api.get<AgentFile>(lettaPath(`/agents/${id}/export`));
    await makeMany(api, file);
    return [await measureList(ade), await measureSearch(ade), await measureTags(ade), await measureImport(ade, file)];
  } finally {
    await ade.dispose();
  }
}

async function makeMany(api: AdeApi, file: AgentFile): Promise<void> {
  const [agent] = file.agents;
  const agents = Array.from({ length: AGENTS }, (_, index) => ({
    ...agent,
    id: `agent-${index}`,
    name: `Agent ${String(index).padStart(4, '0')}`,
    tags: [`tag-${index % 50}`, index % 2 === 0 ? 'even' : 'odd'],
  }));
  await importFile(api, JSON.stringify({ ...file, agents }));
}

async function importFile(api: AdeApi, text: string): Promise<void> {
  const form = new FormData();
  form.set('append_copy_suffix', 'false');
  form.set('file', new File([text], 'many.af', { type: 'application/json' }));
  const response = await api.fetch(lettaPath('/agents/import'), { method: 'POST', body: form });
  if (!response.ok) throw new Error(`The agents could not be made: ${await response.text()}`);
}

async function measureList(ade: Ade): Promise<Figure> {
  const times: number[] = [];
  await withPage(async (page) => {
    for (let round = 0; round <= ROUNDS; round += 1) {
      await page.goto(`${ade.url}/servers/embedded/agents`, { waitUntil: 'commit' });
      const shown = await page.waitForFunction(() =>
        document.querySelector('[aria-label="Agents"] > li') ? performance.now() : 0,
      );
      times.push(await shown.jsonValue());
      await page.waitForTimeout(500);
    }
  });
  const [first = 0, ...later] = times;
  const note = `${AGENTS} agents, address to first rows, median of ${ROUNDS}; first visit, in a new browser, ${first.toFixed(0)} ms`;
  return { name: 'agents list', value: median(later), budget: 500, unit: 'ms', note };
}

async function measureSearch(ade: Ade): Promise<Figure> {
  const times = await withPage(async (page) => {
    await openList(page, ade);
    await page.getByRole('searchbox', { name: 'Search agents by name' }).focus();
    const found: number[] = [];
    for (let round = 0; round < SEARCHES; round += 1) {
      const name = `Agent ${String(round * 311 + 7).padStart(4, '0')}`;
      await watchRows(page, name);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText(name.slice('Agent '.length));
      found.push(await readTime(page));
    }
    return found.slice(2);
  });
  const note = `name typed to its row, one of ${AGENTS}, median of ${times.length}; worst ${Math.max(...times).toFixed(0)} ms`;
  return { name: 'agents search', value: median(times), budget: 100, unit: 'ms', note };
}

async function measureTags(ade: Ade): Promise<Figure> {
  const times = await withPage(async (page) => {
    await openList(page, ade);
    const found: number[] = [];
    for (let round = 0; round < SEARCHES; round += 1) {
      const tag = `tag-${round * 4 + 1}`;
      await page.getByRole('combobox', { name: 'Only agents with these tags' }).fill(tag);
      await watchRows(page, tag);
      await page.keyboard.press('Enter');
      found.push(await readTime(page));
      await page.getByRole('button', { name: `Remove ${tag}` }).click();
    }
    return found.slice(2);
  });
  const note = `tag chosen to its rows, of ${AGENTS}, median of ${times.length}; worst ${Math.max(...times).toFixed(0)} ms`;
  return { name: 'agents by tag', value: median(times), budget: 100, unit: 'ms', note };
}

async function openList(page: Page, ade: Ade): Promise<void> {
  await page.goto(`${ade.url}/servers/embedded/agents`);
  await page.getByRole('list', { name: 'Agents', exact: true }).waitFor();
  await page.waitForTimeout(1000);
}

/** From the next key or input on, waits for the frame in which every row has these words. */
async function watchRows(page: Page, words: string): Promise<void> {
  await page.evaluate((wanted) => {
    Object.assign(window, {
      rowsShown: new Promise<number>((resolve) => {
        const begin = ({ timeStamp }: Event) => {
          removeEventListener('input', begin, { capture: true });
          removeEventListener('keydown', enter, { capture: true });
          const look = () => {
            const rows = [...document.querySelectorAll('[aria-label="Agents"] > li')];
            const isThere = rows.length > 0 && rows.every((row) => row.textContent.includes(wanted));
            if (isThere) resolve(performance.now() - timeStamp);
            else requestAnimationFrame(look);
          };
          look();
        };
        const enter = (event: KeyboardEvent) => event.key === 'Enter' && begin(event);
        addEventListener('input', begin, { capture: true });
        addEventListener('keydown', enter, { capture: true });
      }),
    });
  }, words);
}

async function readTime(page: Page): Promise<number> {
  return await page.evaluate(() => Reflect.get(window, 'rowsShown') as Promise<number>);
}

async function measureImport(ade: Ade, file: AgentFile): Promise<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-import-'));
  const path = join(folder, 'large.af');
  await writeFile(path, JSON.stringify(grow(file)));
  try {
    const { reading, sending, steps } = await withPage(async (page) => {
      await openList(page, ade);
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Import an agent' });
      const chosen = performance.now();
      await dialog.getByLabel('Agent file').setInputFiles(path);
      await dialog.getByRole('list', { name: 'Agents in the file' }).waitFor();
      const read = performance.now();
      await watchProgress(page);
      await dialog.getByRole('button', { name: 'Import', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Large' }).waitFor();
      const opened = performance.now();
      const seen = await page.evaluate(() => (Reflect.get(window, 'shares') as Set<number>).size);
      return { reading: (read - chosen) / 1000, sending: (opened - read) / 1000, steps: seen };
    });
    if (steps === 0) throw new Error('The import of a large file showed no progress.');
    const note = `20 MB: ${reading.toFixed(1)} s to its review, ${sending.toFixed(1)} s to the agent's page, progress in ${steps} steps`;
    return { name: 'agent file 20 MB', value: reading + sending, budget: 5, unit: 's', note };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function watchProgress(page: Page): Promise<void> {
  await page.evaluate(() => {
    const shares = new Set<number>();
    Object.assign(window, { shares });
    const look = () => {
      const bar = document.querySelector<HTMLProgressElement>('progress[aria-label="Sending the file"]');
      if (bar) shares.add(bar.value);
      requestAnimationFrame(look);
    };
    look();
  });
}

/** The same agent with so long a history that its file has the size. */
function grow(file: AgentFile): AgentFile {
  const [agent = {}] = file.agents;
  const [first] = agent['messages'] as Record<string, unknown>[];
  const text = LINE.repeat(20);
  const count = Math.floor(FILE_SIZE / (text.length + 420));
  const messages = Array.from({ length: count }, (_, index) => ({
    ...first,
    id: `message-${index + 1}`,
    otid: null,
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: [{ type: 'text', text: `${index} ${text}` }],
  }));
  const whole = { ...agent, name: 'Large', messages: [first, ...messages] };
  return { ...file, agents: [whole] };
}
