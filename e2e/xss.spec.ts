import type { Page } from '@playwright/test';
import { lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { expect, test } from './fixtures.ts';
import { simulatorOf } from './panels/simulator.ts';
import { PAYLOADS } from './xss/payloads.ts';

test.use({ withProvider: true });

const MODEL = 'openai-proxy/scripted-1';
const PER_MESSAGE = 30;
const FORBIDDEN =
  'script, iframe, object, embed, form, base, meta, link, style, svg script, math, video, audio, input:not([type=checkbox])';

/** The corpus in messages that a page can show; payloads stand apart so that one cannot swallow the next. */
function messages(): string[] {
  const all: string[] = [];
  for (let start = 0; start < PAYLOADS.length; start += PER_MESSAGE)
    all.push(PAYLOADS.slice(start, start + PER_MESSAGE).join('\n\n'));
  return all;
}

/** Notes every request that leaves this machine. */
function watchRequests(page: Page): string[] {
  const left: string[] = [];
  page.context().on('request', (request) => {
    const url = new URL(request.url());
    if (!['localhost', '127.0.0.1'].includes(url.hostname) && url.protocol.startsWith('http')) left.push(request.url());
  });
  return left;
}

async function expectHarmless(page: Page, left: string[]): Promise<void> {
  expect(left).toEqual([]);
  expect(await page.evaluate(() => '__pwned' in window)).toBe(false);
  const found = await page
    .getByRole('main')
    .evaluate(
      (main, selector) => [
        ...[...main.querySelectorAll(`.markdown :is(${selector}), article :is(${selector})`)].map(
          (each) => each.outerHTML,
        ),
        ...[...main.querySelectorAll('[href], [src], [action], [formaction]')]
          .map((each) => each.outerHTML)
          .filter((html) => /=["']?\s*(?:javascript|vbscript|data:text)/i.test(html)),
      ],
      FORBIDDEN,
    );
  expect(found).toEqual([]);
}

test('there are enough payloads', () => {
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(250);
});

test('nothing in what an agent says, streamed or stored, runs or asks another host', { tag: ['@SM1'] }, async ({
  page,
  api,
  provider,
}) => {
  test.slow();
  const agent = await makeAgent(api, { model: MODEL });
  const left = watchRequests(page);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  for (const [index, text] of messages().entries()) {
    provider.script(`show part ${index} now`, [{ reasoning: text, text, tokenSize: 7, firstTokenMs: 300 }]);
    await simulator.say(`show part ${index} now`);
    await expect(simulator.stopButton).toBeVisible();
    await expect(simulator.stopButton).toBeHidden();
    await expectHarmless(page, left);
  }
  await page.reload();
  await expect(simulator.agentMessages.last()).toBeVisible();
  await expectHarmless(page, left);
});

test('nothing in messages, calls, returns and errors runs or asks another host', { tag: ['@SM10', '@SM11'] }, async ({
  page,
  api,
  provider,
  allowStatuses,
}) => {
  test.slow();
  allowStatuses([400]);
  const agent = await makeAgent(api, { model: MODEL });
  const left = watchRequests(page);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  for (const [index, text] of messages().entries()) {
    const said = `part ${index} of it\n\n${text}`;
    provider.script(`part ${index} of it`, [
      { tools: [{ name: 'memory_insert', arguments: { label: 'nowhere', new_string: text } }] },
      index % 2 === 0 ? { text: 'Done.' } : { error: { status: 400, message: text } },
    ]);
    await simulator.say(said);
    await expect(simulator.stopButton).toBeHidden();
    await simulator.toolCall('memory_insert').last().click();
    await expectHarmless(page, left);
  }
  await simulator.sendAs.selectOption('system');
  provider.script('an event', [{ text: 'Noted.' }]);
  await simulator.say(`an event ${messages()[2]}`);
  await expect(simulator.stopButton).toBeHidden();
  for (const density of ['simple', 'raw', 'detailed']) {
    await simulator.density.selectOption(density);
    await expectHarmless(page, left);
  }
});

test('nothing in what an agent is made of runs or asks another host', { tag: ['@CM1', '@AR1', '@CF3'] }, async ({
  page,
  api,
}) => {
  const parts = messages();
  const agent = await makeAgent(api, { human: parts.join('\n') });
  await api.patch(lettaPath(`/agents/${agent.id}`), {
    description: parts.slice(0, 3).join(' '),
    tags: PAYLOADS.slice(0, 20),
  });
  await api.patch(lettaPath(`/agents/${agent.id}/core-memory/blocks/persona`), { description: parts[4] });
  for (const text of parts) await api.post(lettaPath(`/agents/${agent.id}/archival-memory`), { text });
  const source = `def show_it(text: str) -> str:\n    """Show. ${PAYLOADS.slice(0, 40).join(' ').replaceAll('\\', '').replaceAll('"', "'").replaceAll('\n', ' ')}\n\n    Args:\n        text (str): What.\n    """\n    return text\n`;
  const tool = await api.post<{ id: string }>(lettaPath('/tools/'), { source_code: source, source_type: 'python' });
  await api.patch(lettaPath(`/agents/${agent.id}/tools/attach/${tool.id}`));
  const left = watchRequests(page);
  await openAgent(page, agent.id);
  await expect(page.getByRole('list', { name: 'Archival memories, newest first' })).toBeVisible();
  await expectHarmless(page, left);
  await page.goto('/servers/embedded/agents');
  await expect(page.getByRole('link', { name: agent.name }).first()).toBeVisible();
  await expectHarmless(page, left);
});

test('a link asks before it leads anywhere, whatever it is clicked with', { tag: ['@SM1'] }, async ({
  page,
  api,
  provider,
}) => {
  const agent = await makeAgent(api, { model: MODEL });
  provider.script('links', [
    {
      text: '[a link](https://evil.test/a?secret=s%20e) ![a pixel](https://evil.test/p.png) [odd](https://аpple.com/)',
    },
  ]);
  const left = watchRequests(page);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  await simulator.sayAndWait('links please');
  const dialog = page.getByRole('dialog');
  for (const [name, words] of [
    ['a link', '?secret=s e'],
    ['a pixel (evil.test)', '/p.png'],
    ['odd', 'xn--pple-43d.com'],
  ] as const) {
    const link = simulator.agentMessages.last().getByRole('button', { name });
    await link.click({ button: 'middle' });
    await expect(dialog).toBeHidden();
    await link.press('Enter');
    await expect(dialog).toContainText(words);
    await expect(dialog.getByRole('button', { name: 'Copy link' })).toBeVisible();
    await page.keyboard.press('Escape');
  }
  expect(left).toEqual([]);
  await simulator.agentMessages.last().getByRole('button', { name: 'a link' }).click();
  await page.context().route('https://evil.test/**', (route) => route.fulfill({ body: 'arrived' }));
  const opened = page.context().waitForEvent('page');
  await dialog.getByRole('button', { name: 'Open' }).click();
  const tab = await opened;
  await expect(tab).toHaveURL('https://evil.test/a?secret=s%20e');
  expect(await tab.evaluate(() => window.opener)).toBeNull();
});
