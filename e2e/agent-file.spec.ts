import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { lettaPath } from './ade-api.ts';
import { makeAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { simulatorOf } from './panels/simulator.ts';

const SOURCE = `def FUNCTION(text: str) -> str:
    """Says it again.

    Args:
        text (str): What is said.
    """
    return "SAYS " + text
`;

/** Opens the list of agents, searched for one of them. */
async function findAgent(page: Page, name: string) {
  await page.goto('/servers/embedded/agents');
  await page.getByRole('searchbox', { name: 'Search agents by name' }).fill(name);
  return page.getByRole('list', { name: 'Agents', exact: true }).getByRole('listitem');
}

test('export an agent with its archival memory, change a tool, import it again after reading what is inside', {
  tag: ['@AF1', '@AF3', '@AF4', '@AF5', '@AF7', '@AF11', '@AF12', '@AF14'],
}, async ({ page, api }) => {
  test.slow();
  const mark = Date.now();
  const name = `Traveller ${mark}`;
  const tool = `echo_${mark}`;
  const source = SOURCE.replace('FUNCTION', tool);
  const made = await api.post<{ id: string }>(lettaPath('/tools/'), { source_code: source, source_type: 'python' });
  const agent = await makeAgent(api, { name, toolIds: [made.id], human: 'Name: Ada 🛠️ مرحبا' });
  await api.patch(lettaPath(`/agents/${agent.id}`), { secrets: { TOKEN: 'canary-secret' } });
  await api.post(lettaPath(`/agents/${agent.id}/messages`), { input: 'hello there' });
  await api.post(lettaPath(`/agents/${agent.id}/archival-memory`), { text: 'Tea at four', tags: ['tea'] });

  await playSystemWithoutSandbox(page);
  const rows = await findAgent(page, name);
  await rows.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
  const exporting = page.getByRole('dialog', { name: `Export ${name}` });
  await expect(exporting).toContainText('The values of its variables stay here: TOKEN.');
  await exporting.getByRole('checkbox', { name: 'Archival memory too' }).check();
  await axe(page);
  const [file, archive] = [
    page.waitForEvent('download'),
    page.waitForEvent('download', (each) => each.suggestedFilename().includes('archival')),
  ];
  await exporting.getByRole('button', { name: 'Export', exact: true }).click();
  const text = await readFile(await (await file).path(), 'utf8');
  expect((await file).suggestedFilename()).toBe(`${name}.af`);
  expect(text).toContain('hello there');
  expect(text).not.toContain('canary-secret');
  expect(await readFile(await (await archive).path(), 'utf8')).toContain('Tea at four');

  await api.patch(lettaPath(`/tools/${made.id}`), { source_code: source.replace('SAYS', 'SHOUTS') });
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Import an agent' });
  const give = (content: string) =>
    dialog
      .getByLabel('Agent file')
      .setInputFiles({ name: 'a.af', mimeType: 'application/json', buffer: Buffer.from(content) });
  await give('{"agents": []}');
  await expect(dialog.getByRole('alert')).toContainText('There is no agent in this file.');
  await give(text);
  await expect(dialog.getByRole('list', { name: 'Agents in the file' })).toContainText(name);
  const tools = dialog.getByRole('list', { name: 'Tools in the file' });
  await expect(tools).toContainText('differs from the library');
  await tools.getByText('Difference to the library').click();
  await expect(tools).toContainText('SHOUTS');
  await expect(dialog.getByRole('checkbox', { name: `Replace the library's ${tool}` })).not.toBeChecked();
  // Chosen once more, it is still for a person to say what is replaced.
  await give(text);
  await expect(dialog.getByRole('checkbox', { name: `Replace the library's ${tool}` })).not.toBeChecked();
  await dialog.getByRole('textbox', { name: 'Name' }).fill(`Copy ${mark}`);
  await dialog.getByRole('textbox', { name: 'Variable TOKEN' }).fill('another');
  await axe(page);
  const importButton = dialog.getByRole('button', { name: 'Import', exact: true });
  await expect(importButton).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByRole('checkbox', { name: 'I have read the source of these tools' }).check();
  await importButton.dblclick();
  await expect(page.getByRole('heading', { level: 1, name: `Copy ${mark}` })).toBeVisible();
  await expect(simulatorOf(page).yourMessages).toContainText('hello there');
  await expect(page.getByRole('region', { name: 'State', exact: true })).toContainText('Name: Ada 🛠️ مرحبا');
  const kept = await api.get<{ source_code: string }>(lettaPath(`/tools/${made.id}`));
  expect(kept.source_code).toContain('SHOUTS');
  const agents = await api.get<{ id: string }[]>(lettaPath(`/agents/?name=Copy%20${mark}`));
  expect(agents).toHaveLength(1);
  const copy = await api.get<{ secrets: { key: string; value: string }[] }>(
    lettaPath(`/agents/${agents[0]?.id}?include=agent.secrets`),
  );
  expect(copy.secrets).toMatchObject([{ key: 'TOKEN', value: 'another' }]);
});

/** As on a system where tools run as the person. */
async function playSystemWithoutSandbox(page: Page): Promise<void> {
  await page.route('**/api/about', async (route) => {
    const about = await (await route.fetch()).json();
    await route.fulfill({ json: { ...about, sandbox: { kind: 'guarded', reason: 'None.', fix: 'Install one.' } } });
  });
}

test('import without messages; a file that the server refuses says why and stays chosen', {
  tag: ['@AF6', '@AF8', '@AF10'],
}, async ({ page, api, allowStatuses }) => {
  allowStatuses([400, 404, 422, 500]);
  const mark = Date.now();
  const agent = await makeAgent(api, { name: `Forgetful ${mark}` });
  await api.post(lettaPath(`/agents/${agent.id}/messages`), { input: 'hello there' });
  const file = await api.get<{ agents: Record<string, unknown>[]; tools: object[] }>(
    lettaPath(`/agents/${agent.id}/export`),
  );
  await findAgent(page, 'nobody');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Import an agent' });
  const give = (content: unknown) =>
    dialog
      .getByLabel('Agent file')
      .setInputFiles({ name: 'a.af', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(content)) });
  await give({ ...file, agents: [{ ...file.agents[0], tool_ids: ['tool-77'] }] });
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await expect(dialog.getByRole('list', { name: 'Agents in the file' })).toContainText('Forgetful');
  await give(file);
  await dialog.getByRole('checkbox', { name: 'With its messages' }).uncheck();
  await dialog.getByRole('textbox', { name: 'Name' }).fill(`Blank ${mark}`);
  await dialog.getByRole('combobox', { name: 'Embedding model' }).selectOption('local/hash');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Blank ${mark}` })).toBeVisible();
  await expect(simulatorOf(page).yourMessages).toHaveCount(0);
});

test('a file of the old format is refused with the reason, and so is asking for one', { tag: ['@AF2'] }, async ({
  page,
  api,
}) => {
  const agent = await makeAgent(api, { name: `Modern ${Date.now()}` });
  const refused = await api.fetch(lettaPath(`/agents/${agent.id}/export?use_legacy_format=true`));
  expect([refused.status, await refused.json()]).toEqual([400, { detail: 'Legacy format is not supported' }]);
  await findAgent(page, 'nobody');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Import an agent' });
  const old = { agent_type: 'memgpt_agent', name: 'Old', core_memory: [], messages: [], tools: [], version: '0.6' };
  await dialog
    .getByLabel('Agent file')
    .setInputFiles({ name: 'old.af', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(old)) });
  await expect(dialog.getByRole('alert')).toContainText('This is an agent file of the old format');
  await expect(dialog.getByRole('alert')).toContainText('Export the agent again from a server that still has it');
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toHaveAttribute('aria-disabled', 'true');
  await axe(page);
});

test('“_copy” goes behind the name in the file when it is wanted; a gallery of files is one link away', {
  tag: ['@AF9', '@AF15'],
}, async ({ page, api }) => {
  const mark = Date.now();
  const agent = await makeAgent(api, { name: `Twin ${mark}` });
  const file = await (await api.fetch(lettaPath(`/agents/${agent.id}/export`))).text();
  await findAgent(page, 'nobody');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Import an agent' });
  await dialog.getByRole('button', { name: "Letta's gallery of agent files" }).click();
  const question = page.getByRole('dialog', { name: 'Open github.com?' });
  await expect(question).toContainText('https://github.com/letta-ai/agent-file');
  await axe(page);
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await dialog
    .getByLabel('Agent file')
    .setInputFiles({ name: 'a.af', mimeType: 'application/json', buffer: Buffer.from(file) });
  const suffix = dialog.getByRole('checkbox', { name: 'Add “_copy” to the name' });
  await suffix.check();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Another');
  await expect(suffix).toBeDisabled();
  await expect(suffix).not.toBeChecked();
  await dialog.getByRole('textbox', { name: 'Name' }).clear();
  await expect(suffix).toBeChecked();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Twin ${mark}_copy` })).toBeVisible();
  // The server does it too when nobody says whether.
  const form = new FormData();
  form.set('file', new File([file], 'a.af', { type: 'application/json' }));
  const answer = await api.fetch(lettaPath('/agents/import'), { method: 'POST', body: form });
  const { agent_ids } = (await answer.json()) as { agent_ids: string[] };
  expect(await api.get(lettaPath(`/agents/${agent_ids[0]}`))).toMatchObject({ name: `Twin ${mark}_copy` });
});

test('bring an agent of the old architecture over to the new one', { tag: ['@AF13'] }, async ({ page, api }) => {
  const mark = Date.now();
  const name = `Veteran ${mark}`;
  const { id } = await api.post<{ id: string }>(lettaPath('/agents/'), {
    name,
    model: 'demo/scripted',
    embedding: 'local/hash',
    agent_type: 'memgpt_v2_agent',
    system: 'Answer by calling send_message.',
    memory_blocks: [{ label: 'human', value: 'Name: Ada' }],
  });
  await makeAgent(api, { name: `Young ${mark}` });
  await api.post(lettaPath(`/agents/${id}/messages`), { input: 'hello there' });
  await api.post(lettaPath(`/agents/${id}/archival-memory`), { text: 'Tea at four' });
  const rows = await findAgent(page, String(mark));
  await rows.getByRole('button', { name: `Actions for Young ${mark}` }).click();
  await expect(page.getByRole('menuitem', { name: 'Export…' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: /new architecture/ })).toBeHidden();
  await page.keyboard.press('Escape');
  await rows.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: /Bring to the new architecture/ }).click();
  const dialog = page.getByRole('dialog', { name: `Bring ${name} to the new architecture` });
  await expect(dialog).toContainText('memgpt_v2_agent');
  await axe(page);
  await dialog.getByRole('button', { name: 'Make the new agent' }).dblclick();
  await expect(page.getByRole('heading', { level: 1, name: `${name} v1` })).toBeVisible();
  await expect(simulatorOf(page).yourMessages).toContainText('hello there');
  await expect(page.getByRole('region', { name: 'State', exact: true })).toContainText('Name: Ada');
  const found = await api.get<{ id: string; agent_type: string; system: string; message_ids: string[] }[]>(
    lettaPath(`/agents/?name=${encodeURIComponent(`${name} v1`)}`),
  );
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ agent_type: 'letta_v1_agent' });
  expect(found[0]?.system).not.toContain('send_message');
  // Only the system message is in context.
  expect(found[0]?.message_ids).toHaveLength(1);
  const memories = await api.get<{ text: string }[]>(lettaPath(`/agents/${found[0]?.id}/archival-memory`));
  expect(memories.map(({ text }) => text)).toEqual(['Tea at four']);
  expect(await api.get(lettaPath(`/agents/${id}`))).toMatchObject({ agent_type: 'memgpt_v2_agent', name });
});
