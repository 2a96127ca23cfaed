import type { Locator } from '@playwright/test';
import { makeAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { directPromptOf } from './panels/direct-prompt.ts';
import { runsOf } from './panels/runs.ts';
import { simulatorOf } from './panels/simulator.ts';
import type { RemoteLetta } from './remote-letta.ts';

/** What the server lacks, as its paths say it. */
const MISSING = [
  /^\/v1\/(conversations|mcp-servers|tools\/mcp|providers|archives|passages)(\/|$)/,
  /^\/v1\/agents\/[^/]+\/(generate|recompile|reset-messages|summarize|export|messages\/preview-raw-payload)$/,
  /^\/v1\/agents\/(import|messages\/search)$/,
  /^\/v1\/steps(\/[^/]+\/(trace|feedback))?$/,
  /^\/v1\/telemetry\//,
  /^\/v1\/tools\/(run|add-base-tools)$/,
];

function isMissing(path: string): boolean {
  const plain = path.replace(/\?.*$/, '').replace(/\/$/, '');
  return MISSING.some((pattern) => pattern.test(plain));
}

/** Takes operations out of what the server says of itself. */
async function takeOut(remote: RemoteLetta): Promise<void> {
  const document = (await (await remote.fetch('/openapi.json')).json()) as { paths: object };
  const paths = Object.entries(document.paths).filter(([path]) => !isMissing(path));
  await remote.set({ canned: { '/openapi.json': { ...document, paths: Object.fromEntries(paths) } } });
}

const askedInVain = async (remote: RemoteLetta) =>
  (await remote.requests())
    .map(({ method, path }) => `${method} ${path}`)
    .filter((each) => isMissing(each.slice(each.indexOf('/'))));

async function expectOff(control: Locator, what: string): Promise<void> {
  await expect(control).toHaveAttribute('aria-disabled', 'true');
  await expect(control).toHaveAccessibleDescription(
    `${what}: this server does not offer this. It comes with Letta 0.16.8.`,
  );
}

test('the open agent on a server that lacks much: it chats before that is known, then every control says why it is off', {
  tag: ['@CON8', '@CON15'],
}, async ({ page, startWithRemote }) => {
  const { ade, remote, api, serverId } = await startWithRemote();
  await takeOut(remote);
  const agent = await makeAgent(api, { serverId });
  const told = Promise.withResolvers<void>();
  await page.route('**/capabilities', async (route) => {
    await told.promise;
    await route.continue();
  });
  await page.goto(`${ade.url}/servers/${serverId}/agents/${agent.id}`);
  const simulator = simulatorOf(page);
  const preview = simulator.panel.getByRole('button', { name: 'Preview request' });
  await simulator.sayAndWait('count to 3');
  await simulator.composer.fill('more');
  await expect(preview).not.toHaveAttribute('aria-disabled', 'true');
  expect(await askedInVain(remote)).toEqual([]);
  told.resolve();

  await expectOff(preview, 'Preview of a request');
  await expectOff(
    simulator.panel.getByRole('button', { name: 'Empty the context window' }),
    'Emptying the context window',
  );
  await page.keyboard.press('Control+Shift+f');
  await expect(simulator.find.getByRole('button', { name: 'Search the server…' })).toHaveAccessibleDescription(
    /^Search of messages by meaning: this server does not offer this\./,
  );

  await simulator.panel.getByRole('button', { name: /^Conversation: / }).click();
  const conversations = page.getByRole('dialog', { name: 'Conversations' });
  await expect(conversations).toContainText(
    'Conversations: this server does not offer this. It comes with Letta 0.16.2.',
  );
  await expect(conversations.getByRole('button', { name: 'New' })).toHaveAttribute('aria-disabled', 'true');
  await conversations.getByRole('button', { name: 'Actions for Default conversation' }).click();
  for (const name of [/^Fork/, /^Compact now…/]) {
    await expect(page.getByRole('menuitem', { name })).toBeDisabled();
    await expect(page.getByRole('menuitem', { name })).toContainText('this server does not offer this.');
  }
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  await simulator.act(simulator.agentMessages.last(), 'Open its step');
  const runs = runsOf(page);
  await expectOff(runs.step.getByRole('button', { name: 'Good' }), 'Feedback on steps');
  await expect(runs.stepTags).toBeDisabled();
  await runs.view('Request');
  await expect(runs.step).toContainText('Traces of steps: this server does not offer this.');
  await axe(page);
  await page.keyboard.press('Escape');
  await runs.openTab();
  await runs.showSteps();
  await expect(runs.panel).toContainText('Steps of all runs: this server does not offer this.');

  await runs.views.getByRole('tab', { name: 'Direct prompt' }).click();
  const direct = directPromptOf(page);
  await direct.prompt.fill('hello');
  await expect(direct.form).toContainText(
    'Direct prompt: this server does not offer this. It comes with Letta 0.16.5.',
  );
  await expect(direct.runButton).toHaveAttribute('aria-disabled', 'true');

  await page.getByRole('button', { name: 'More of archival memory' }).click();
  await expect(page.getByRole('menuitem', { name: /^Archives…/ })).toBeDisabled();
  await expect(page.getByRole('menuitem', { name: /^Archives…/ })).toContainText(
    'Archives: this server does not offer this.',
  );
  expect(await askedInVain(remote)).toEqual([]);
});

test('the pages of a server that lacks much say so, and ask for none of it', { tag: ['@CON8'] }, async ({
  page,
  startWithRemote,
}) => {
  const { ade, remote, api, serverId } = await startWithRemote();
  await takeOut(remote);
  await makeAgent(api, { serverId, name: 'Plain' });
  const open = (path: string) => page.goto(`${ade.url}/servers/${serverId}/${path}`);

  await open('agents');
  await expectOff(page.getByRole('button', { name: 'Import' }), 'Import of agent files');
  await page.getByRole('button', { name: 'Actions for Plain' }).click();
  for (const name of [/^Duplicate or move…/, /^Export…/]) {
    await expect(page.getByRole('menuitem', { name })).toBeDisabled();
    await expect(page.getByRole('menuitem', { name })).toContainText('Export of agent files: this server');
  }
  await page.keyboard.press('Escape');

  await open('mcp');
  await expect(
    page.getByText('MCP servers: this server does not offer this. It comes with Letta 0.16.8.'),
  ).toBeVisible();
  await expectOff(page.getByRole('button', { name: 'Add an MCP server' }), 'MCP servers');
  await axe(page);

  await open('models');
  await expectOff(page.getByRole('button', { name: 'Add a provider' }), 'Providers of your own');
  await expect(page.getByText('Providers of your own: this server does not offer this.')).toBeVisible();

  await open('tools');
  await expectOff(page.getByRole('button', { name: "Restore Letta's own tools" }), "Restoring Letta's own tools");
  await open('tools/new');
  await expectOff(page.getByRole('button', { name: 'Run', exact: true }), 'Trying a tool');

  await open('connection');
  const offered = page.getByRole('list', { name: 'Capabilities' }).getByRole('listitem');
  await expect(offered.filter({ hasText: 'Archives' }).first()).toContainText('not here; comes with Letta 0.16.8');
  await expect(offered.filter({ hasText: 'Sending without waiting' })).not.toContainText('not here');
  expect(await askedInVain(remote)).toEqual([]);
});
