import { startFakeMcp } from '#server/embedded/mcp/fake-mcp-server.ts';
import { lettaPath } from './ade-api.ts';
import { makeAgent, makeDiceRoller, makeDiceTool, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { configurationOf } from './panels/configuration.ts';
import { doctorOf } from './panels/doctor.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({
  withProvider: true,
  permissions: ['clipboard-read', 'clipboard-write'],
  adeOptions: { env: { ADE_ALLOW_PRIVATE_MCP: '1' } },
});

const MODEL = 'openai-proxy/scripted-1';

test('a healthy agent: nothing is found, and what was looked at is named, by keyboard too', async ({ page, api }) => {
  const agent = await makeAgent(api, { toolIds: [await makeDiceTool(api)] });
  await openAgent(page, agent.id);
  await page.keyboard.press('ControlOrMeta+k');
  const commands = page.getByRole('combobox', { name: 'Commands' });
  await commands.fill('doctor');
  await expect(page.getByRole('option', { name: 'Check this agent' })).toHaveAttribute('aria-selected', 'true');
  await commands.press('Enter');
  const doctor = doctorOf(page);
  await expect(doctor.dialog.getByText('Nothing found')).toBeVisible();
  await expect(doctor.dialog.getByText('Everything that was looked at is fine.')).toBeVisible();
  await expect(doctor.dialog).toContainText("Ages are reckoned by this computer's clock.");
  await expect(doctor.result).toContainText('4 tools,');
  await expect(doctor.result).toContainText('2 memory blocks');
  await axe(page);
  await doctor.dialog.getByRole('button', { name: 'Copy as text' }).click();
  await expect(doctor.dialog.getByText('Copied')).toBeAttached();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`(${agent.id})`);
  expect(copied).toContain('Nothing was found.');
  await page.keyboard.press('Escape');
  await expect(doctor.dialog).toBeHidden();
});

test('five ills are named with what was seen; the buttons cure three and lead to a fourth', async ({
  page,
  api,
  provider,
}) => {
  const agent = await makeDiceRoller(api, provider);
  const human = agent.blocks.find(({ label }) => label === 'human');
  await openAgent(page, agent.id);
  await simulatorOf(page).say('fail');
  await expect.poll(() => lastRunStatus(api, agent.id)).toBe('failed');
  await api.patch(lettaPath(`/agents/${agent.id}`), {
    context_window_limit: 1_000,
    tool_rules: [{ type: 'max_count_per_step', tool_name: 'gone_tool', max_count_limit: 2 }],
  });
  await api.patch(lettaPath(`/blocks/${human?.id}`), { value: 'Name: Samantha', limit: 5 });
  await api.patch(lettaPath(`/agents/${agent.id}/tools/approval/roll_dice`), { requires_approval: true });

  const doctor = doctorOf(page);
  await doctor.open();
  await expect(doctor.finding('The last turn went wrong')).toContainText('no such thing');
  await expect(doctor.finding('A rule names a tool the agent does not have: gone_tool')).toContainText('Rule 1');
  await expect(doctor.finding('The block human is over its limit')).toContainText('14 characters, and the limit is 5');
  await expect(doctor.finding('The running prompt is behind')).toContainText(`human (${human?.id})`);
  await expect(doctor.finding('The context window is')).toContainText('of 1,000 tokens');
  await expect(doctor.findings).toHaveCount(5);
  await axe(page);
  // Looking changed nothing.
  expect(await toolRules(api, agent.id)).toEqual(['gone_tool', 'roll_dice']);

  const rule = doctor.finding('A rule names a tool');
  await rule.getByRole('button', { name: 'Remove the rule' }).click();
  await expect(rule).toContainText('Done. Check again');
  expect(await toolRules(api, agent.id)).toEqual(['roll_dice']);
  await doctor.finding('The running prompt').getByRole('button', { name: 'Recompile' }).click();
  await expect(doctor.finding('The running prompt')).toContainText('Done. Check again');
  await doctor.finding('over its limit').getByRole('button', { name: 'Open the block' }).click();
  const settings = page.getByRole('dialog', { name: 'Settings of human' });
  await settings.getByRole('textbox', { name: 'Character limit' }).fill('5000');
  await settings.getByRole('button', { name: 'Save' }).click();

  await expect(doctor.dialog).toBeVisible();
  await doctor.checkAgain();
  await expect(doctor.finding('A rule names a tool')).toHaveCount(0);
  await expect(doctor.finding('over its limit')).toHaveCount(0);
  await expect(doctor.finding('The running prompt')).toHaveCount(0);
  await doctor.finding('The last turn went wrong').getByRole('button', { name: 'Open the run' }).click();
  await expect(doctor.dialog).toBeHidden();
  await expect(page).toHaveURL(/tab=runs/);
  await expect(page).toHaveURL(/run=run-/);
});

test('a call that waits is led to, and a run without a sign of life is cancelled at a press', async ({
  page,
  api,
  provider,
}) => {
  const agent = await makeAgent(api, { model: MODEL, toolIds: [await makeDiceTool(api)] });
  await api.patch(lettaPath(`/agents/${agent.id}/tools/approval/roll_dice`), { requires_approval: true });
  provider.script('roll', [{ tools: [{ name: 'roll_dice', arguments: { sides: 6 } }] }, { text: 'Four.' }]);
  provider.script('ponder', [{ text: 'At last.', until: new Promise(() => undefined) }]);
  const simulator = simulatorOf(page);
  const doctor = doctorOf(page);
  await openAgent(page, agent.id);
  await simulator.say('roll');
  await expect(simulator.approval).toBeVisible();
  await page.goto(`/servers/embedded/agents/${agent.id}?tab=runs`);
  await doctor.open();
  await expect(doctor.findings).toHaveCount(1);
  await expect(doctor.finding('A tool call waits for a decision')).toContainText('roll_dice');
  await doctor.findings.getByRole('button', { name: 'Go to the approval' }).click();
  await simulator.approval.getByRole('button', { name: 'Approve' }).click();
  await expect(simulator.agentMessages.last()).toContainText('Four.');

  await simulator.say('ponder');
  await expect(simulator.stopButton).toBeVisible();
  await doctor.open();
  await expect(doctor.dialog.getByText('Nothing found')).toBeVisible();
  await expect(doctor.result).toContainText('1 run not ended');
  await page.clock.setFixedTime(Date.now() + 25 * 60_000);
  await doctor.checkAgain();
  const stuck = doctor.finding('A run shows no sign of life');
  await expect(stuck).toContainText(/Run run-\S+ is marked as running/);
  await expect(stuck).toContainText('in the way');
  await stuck.getByRole('button', { name: 'Cancel the run' }).click();
  await expect(stuck).toContainText('Done. Check again');
  await doctor.checkAgain();
  await expect(stuck).toHaveCount(0);
  expect(await lastRunStatus(api, agent.id)).toBe('cancelled');
});

test('a dead MCP server, an unset variable and a model the server lost, on a phone in the dark', async ({
  page,
  api,
  provider,
  allowStatuses,
}) => {
  allowStatuses([502]);
  const fake = await startFakeMcp();
  const mcp = await api.post<{ id: string }>(lettaPath('/mcp-servers/'), {
    server_name: 'weather',
    config: { mcp_server_type: 'streamable_http', server_url: fake.url },
  });
  const [look] = await api.get<{ id: string }[]>(lettaPath(`/mcp-servers/${mcp.id}/tools`));
  const source_code = `import os\n\ndef forecast() -> str:\n    """Tell the weather."""\n    return os.environ["WEATHER_KEY"]\n`;
  const forecast = await api.post<{ id: string }>(lettaPath('/tools/'), { source_code, source_type: 'python' });
  const lost = await api.post<{ id: string }>(lettaPath('/providers/'), {
    name: 'lost',
    provider_type: 'openai',
    api_key: 'sk-any',
    base_url: provider.url,
  });
  const agent = await makeAgent(api, { model: 'lost/scripted-1', toolIds: [look?.id ?? '', forecast.id] });
  await api.delete(lettaPath(`/providers/${lost.id}`));
  fake.stop();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/servers/embedded/agents/${agent.id}?panel=configuration`);

  const doctor = doctorOf(page);
  await doctor.open();
  await expect(doctor.findings).toHaveCount(3);
  await expect(doctor.finding('The server does not list lost/scripted-1')).toContainText('in the way');
  await expect(doctor.finding('The MCP server weather gives no tools')).toContainText('The agent has of it: look');
  await expect(doctor.finding('forecast needs the variable WEATHER_KEY')).toContainText('os.environ["WEATHER_KEY"]');
  await axe(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);

  await doctor.findings.getByRole('button', { name: 'Choose a model' }).click();
  await page.getByRole('dialog', { name: 'Choose a model' }).getByRole('button', { name: MODEL }).click();
  await expect(page.getByText(`The model is now ${MODEL}.`)).toBeVisible();
  await doctor.findings.getByRole('button', { name: 'Set WEATHER_KEY' }).click();
  const variable = page.getByRole('dialog', { name: 'Set WEATHER_KEY' });
  await variable.getByLabel('Value', { exact: true }).fill('secret');
  await variable.getByRole('button', { name: 'Save variable' }).click();
  await expect(doctor.dialog).toBeVisible();
  await doctor.checkAgain();
  await expect(doctor.findings).toHaveCount(1);
  await doctor.findings.getByRole('link', { name: 'Open the MCP server' }).click();
  await expect(page.getByRole('heading', { name: 'weather', level: 1 })).toBeVisible();
  await api.delete(lettaPath(`/mcp-servers/${mcp.id}`));
});

test('what cannot be read is said, not guessed; without the agent the check fails, and can be stopped', async ({
  page,
  api,
  allowStatuses,
}) => {
  allowStatuses([500, 'network']);
  const agent = await makeAgent(api);
  await openAgent(page, agent.id);
  await page.route('**/v1/models/**', (route) => route.fulfill({ status: 500, json: { detail: 'out of order' } }));
  const doctor = doctorOf(page);
  await doctor.open();
  await expect(doctor.dialog.getByText('Some of it could not be looked at.')).toBeVisible();
  const unknown = doctor.dialog.getByRole('region', { name: 'Not looked at' });
  await expect(unknown).toContainText('The models could not be looked at.');
  await expect(doctor.result).not.toContainText('the model');

  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const hold = '**/v1/runs/**';
  await page.route(hold, async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  await doctor.again.click();
  await expect(doctor.dialog.getByText(/^\d of 7 read$/)).toBeVisible();
  await doctor.dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(doctor.dialog.getByText('The check was stopped.')).toBeVisible();
  letGo();
  await page.unroute(hold);

  await page.route(`**/v1/agents/${agent.id}?**`, (route) =>
    route.fulfill({ status: 500, json: { detail: 'broken' } }),
  );
  await doctor.again.click();
  await expect(doctor.dialog.getByRole('alert')).toContainText('The server failed');
  await page.unroute(`**/v1/agents/${agent.id}?**`);
  await page.unroute('**/v1/models/**');
  await doctor.checkAgain();
  await expect(doctor.dialog.getByText('Everything that was looked at is fine.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(configurationOf(page).panel.getByRole('button', { name: 'Check this agent' })).toBeFocused();
});

async function lastRunStatus(api: Parameters<typeof makeAgent>[0], agentId: string): Promise<string | undefined> {
  const [run] = await api.get<{ status: string }[]>(lettaPath(`/runs/?agent_id=${agentId}&order=desc&limit=1`));
  return run?.status;
}

async function toolRules(api: Parameters<typeof makeAgent>[0], agentId: string): Promise<string[]> {
  const agent = await api.get<{ tool_rules: { tool_name: string }[] }>(lettaPath(`/agents/${agentId}`));
  return agent.tool_rules.map(({ tool_name }) => tool_name);
}
