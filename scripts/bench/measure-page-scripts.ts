import { gzipSync } from 'node:zlib';
import type { Page, Response as PageResponse } from '@playwright/test';
import { createAdeApi, lettaPath } from '#e2e/ade-api.ts';
import { startAde } from '#e2e/start-ade.ts';
import { createAgent } from './create-agent.ts';
import type { Figure } from './figure.ts';
import { withPage } from './with-page.ts';

const TURNS = 10;
const SETTLE_MS = 2000;

/** The scripts an agent's page loads, with a transcript of 20 messages, before anyone touches it. */
export async function measurePageScripts(): Promise<Figure[]> {
  const ade = await startAde();
  try {
    const api = createAdeApi(ade.url);
    const agentId = await createAgent(api);
    for (let turn = 0; turn < TURNS; turn += 1) await sendMessage(agentId, `Message ${turn + 1}`);
    const path = `/servers/embedded/agents/${agentId}`;
    const { inHtml, all } = await withPage((page) => loadedScripts(page, new URL(path, ade.url).href));
    const note = `${all.length} scripts, gzip, agent page with ${TURNS * 2} messages`;
    const noteHtml = `${inHtml.length} of them named in the HTML`;
    return [
      { name: 'scripts', value: kilobytes(all), budget: 340, unit: 'KB', note, details: describe(all) },
      {
        name: 'scripts in HTML',
        value: kilobytes(inHtml),
        budget: 250,
        unit: 'KB',
        note: noteHtml,
        details: describe(inHtml),
      },
    ];

    async function sendMessage(id: string, content: string) {
      await api.post(lettaPath(`/agents/${id}/messages`), { messages: [{ role: 'user', content }] });
    }
  } finally {
    await ade.dispose();
  }
}

interface Script {
  url: string;
  gzipped: number;
}

async function loadedScripts(page: Page, url: string): Promise<{ inHtml: Script[]; all: Script[] }> {
  const responses: PageResponse[] = [];
  page.on('response', (response) => responses.push(response));
  const html = await (await page.goto(url, { waitUntil: 'load' }))?.text();
  await page.getByText(`Message ${TURNS}`).first().waitFor();
  await page.waitForTimeout(SETTLE_MS);
  const all = await Promise.all(responses.filter(isScript).map(toScript));
  return { all, inHtml: all.filter((script) => html?.includes(new URL(script.url).pathname)) };
}

function isScript(response: PageResponse): boolean {
  return response.ok() && /javascript/.test(response.headers()['content-type'] ?? '');
}

async function toScript(response: PageResponse): Promise<Script> {
  return { url: response.url(), gzipped: gzipSync(await response.body(), { level: 9 }).length };
}

function kilobytes(scripts: Script[]): number {
  return scripts.reduce((sum, { gzipped }) => sum + gzipped, 0) / 1024;
}

function describe(scripts: Script[]): string[] {
  const largestFirst = scripts.toSorted((one, other) => other.gzipped - one.gzipped);
  return largestFirst.map(
    ({ url, gzipped }) => `${kilobytes([{ url, gzipped }]).toFixed(1).padStart(6)} KB  ${new URL(url).pathname}`,
  );
}
