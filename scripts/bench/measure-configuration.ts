import type { Page } from '@playwright/test';
import { type AdeApi, createAdeApi, lettaPath } from '#e2e/ade-api.ts';
import { configurationOf } from '#e2e/panels/configuration.ts';
import { type Ade, startAde } from '#e2e/start-ade.ts';
import { createAgent } from './create-agent.ts';
import type { Figure } from './figure.ts';
import { median, percentile } from './percentile.ts';
import { withPage } from './with-page.ts';

const PROMPT_SIZE = 400 * 1024;
const KEYS = 80;
const RUNS = 15;
const LINE = 'You are a careful agent, and you answer in one sentence whenever one is enough. \n';
const TOOL = `def echo(text: str) -> str:
    """Says it again.

    Args:
        text (str): What is said.
    """
    return text
`;

/** How the configuration panel and the tool workbench bear long prompts, typing and tries. */
export async function measureConfiguration(): Promise<Figure[]> {
  const ade = await startAde();
  try {
    const api = createAdeApi(ade.url);
    return [
      await measurePanel(ade, api),
      ...(await measurePrompt(ade, api)),
      await measureSchema(ade),
      await measureRun(ade, api),
    ];
  } finally {
    await ade.dispose();
  }
}

async function measurePanel(ade: Ade, api: AdeApi): Promise<Figure> {
  const agentId = await createAgent(api);
  const times: number[] = [];
  await withPage(async (page) => {
    for (let round = 0; round < 6; round += 1) {
      await page.goto(`${ade.url}/servers/embedded/agents/${agentId}`);
      const shown = await page.waitForFunction((id) => {
        const name = document.querySelector<HTMLInputElement>('[aria-label="Identity"] input');
        if (!name?.value) return 0;
        const loads = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
        const load = loads.find((entry) => new URL(entry.name).pathname.endsWith(`/agents/${id}`));
        return load ? performance.now() - load.responseEnd : 0;
      }, agentId);
      times.push(await shown.jsonValue());
    }
  });
  const note = `agent read to form that can be written in, median of ${times.length - 1}, first visit left out`;
  return { name: 'panel', value: median(times.slice(1)), budget: 100, unit: 'ms', note };
}

async function measurePrompt(ade: Ade, api: AdeApi): Promise<Figure[]> {
  const agentId = await createAgent(api);
  const system = LINE.repeat(Math.ceil(PROMPT_SIZE / LINE.length)).slice(0, PROMPT_SIZE);
  await api.patch(lettaPath(`/agents/${agentId}`), { system });
  return await withPage(async (page) => {
    await page.goto(`${ade.url}/servers/embedded/agents/${agentId}`);
    const { panel, promptEditor, openPrompt } = configurationOf(page);
    const box = promptEditor.getByRole('textbox', { name: 'System prompt' });
    const open = async () => {
      const begun = performance.now();
      await openPrompt();
      await box.waitFor({ state: 'attached' });
      return performance.now() - begun;
    };
    await panel.getByRole('button', { name: 'System prompt', exact: true }).waitFor();
    const first = await open();
    await promptEditor.click();
    const delays = await typeAndWatch(page, () => page.keyboard.type('a quick word ', { delay: 60 }));
    const later: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const begun = performance.now();
      await panel.getByRole('button', { name: 'New tool' }).click();
      await page.getByRole('textbox', { name: 'Source of the tool' }).waitFor({ state: 'attached' });
      later.push(performance.now() - begun);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    return [
      {
        name: 'editor first',
        value: first / 1000,
        budget: 3,
        unit: 's',
        note: 'click to a prompt of 400 KB in Monaco',
      },
      {
        name: 'editor later',
        value: median(later.slice(1)),
        budget: 200,
        unit: 'ms',
        note: 'click to the workbench with its editor, from the second time on',
      },
      {
        name: 'prompt typing p95',
        value: percentile(delays, 0.95),
        budget: 33,
        unit: 'ms',
        note: `key to picture in 400 KB, ${delays.length} keys, median ${median(delays).toFixed(0)} ms`,
      },
    ];
  });
}

/** Types until there are enough keys; resolves with the milliseconds from each key to the picture that shows it. */
async function typeAndWatch(page: Page, type: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const delays: number[] = [];
    Object.assign(window, { keyDelays: delays });
    addEventListener(
      'keydown',
      (event) => {
        const begun = event.timeStamp;
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => delays.push(performance.now() - begun);
        requestAnimationFrame(() => port2.postMessage(null));
      },
      { capture: true },
    );
  });
  const count = () => page.evaluate(() => (Reflect.get(window, 'keyDelays') as number[]).length);
  while ((await count()) < KEYS) await type();
  return await page.evaluate(() => Reflect.get(window, 'keyDelays') as number[]);
}

async function measureSchema(ade: Ade): Promise<Figure> {
  return await withPage(async (page) => {
    await page.goto(`${ade.url}/servers/embedded/tools/new`);
    const editor = page.getByTestId('code-editor').first();
    await page.getByText('my_tool(text)').waitFor();
    await editor.click();
    await page.keyboard.press('Control+Home');
    await page.evaluate(() => {
      const line = [...document.querySelectorAll('[role=status]')].find((each) =>
        each.textContent?.includes('my_tool'),
      );
      const times: number[] = [];
      let key = 0;
      Object.assign(window, { schemaTimes: times });
      addEventListener('keydown', (event) => (key = event.timeStamp), { capture: true });
      const watch = new MutationObserver(() => times.push(performance.now() - key));
      if (line?.parentElement)
        watch.observe(line.parentElement, { childList: true, subtree: true, characterData: true });
    });
    for (let round = 0; round < 20; round += 1) {
      await page.keyboard.press('x');
      await page.waitForTimeout(250);
      await page.keyboard.press('Backspace');
      await page.waitForTimeout(250);
    }
    const times = await page.evaluate(() => Reflect.get(window, 'schemaTimes') as number[]);
    const note = `key to what the schema line says, ${times.length} changes, median ${median(times).toFixed(0)} ms`;
    return { name: 'schema p95', value: percentile(times, 0.95), budget: 150, unit: 'ms', note };
  });
}

async function measureRun(ade: Ade, api: AdeApi): Promise<Figure> {
  const body = { source_code: TOOL, source_type: 'python', args: { text: 'x' }, env_vars: {} };
  const direct: number[] = [];
  for (let round = 0; round < RUNS; round += 1) {
    const begun = performance.now();
    await api.post(lettaPath('/tools/run'), body);
    direct.push(performance.now() - begun);
  }
  const tool = await api.post<{ id: string }>(lettaPath('/tools/'), { source_code: TOOL, source_type: 'python' });
  return await withPage(async (page) => {
    await page.goto(`${ade.url}/servers/embedded/tools/${tool.id}`);
    await page.getByRole('textbox', { name: 'text' }).fill('x');
    const seen: number[] = [];
    for (let round = 0; round < RUNS; round += 1) {
      const answered = page.waitForResponse((response) => response.url().endsWith('/tools/run'));
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      const timing = (await answered).request().timing();
      await page.getByRole('region', { name: 'Result' }).waitFor();
      seen.push(timing.responseEnd - timing.requestStart);
      await page.waitForTimeout(100);
    }
    const note = `the page's run over a direct one (${median(direct).toFixed(0)} ms), medians of ${RUNS}`;
    return { name: 'run overhead', value: median(seen) - median(direct), budget: 30, unit: 'ms', note };
  });
}
