import type { Page } from '@playwright/test';
import { type AdeApi, lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { simulatorOf } from './panels/simulator.ts';

const FOLDER = {
  id: 'source-123e4567-e89b-42d3-8456-426614174000',
  name: 'handbook',
  description: 'How we work',
  embedding_config: { handle: 'openai/text-embedding-3-small', embedding_model: 'text-embedding-3-small' },
  created_at: '2026-11-22T02:11:35.053158Z',
};
const FILES = [
  { id: 'file-1', file_name: 'leave.md', file_size: 3_482, processing_status: 'completed' },
  { id: 'file-2', file_name: 'scan.pdf', processing_status: 'error', error_message: 'No text in it.' },
];
const ADA = {
  id: 'identity-123e4567-e89b-42d3-8456-426614174000',
  identifier_key: 'ada@example.org',
  name: 'Ada Lovelace',
  identity_type: 'user',
  project_id: 'project-7',
};

test('from a folder and from an identity to the agents that have it, by keyboard', { tag: ['@AL19'] }, async ({
  page,
  startWithRemote,
}) => {
  const { ade, remote, api, serverId } = await startWithRemote();
  const agent = await makeAgent(api, { name: 'Librarian', serverId });
  const state = await api.get<{ id: string }>(lettaPath(`/agents/${agent.id}`, serverId));
  await remote.set({
    canned: {
      '/v1/folders/': [FOLDER, { id: 'source-2', name: 'recipes' }],
      [`/v1/folders/${FOLDER.id}/files`]: FILES,
      [`/v1/folders/${FOLDER.id}/agents`]: [agent.id],
      '/v1/identities/': [ADA],
      [`/v1/identities/${ADA.id}/agents`]: [state],
    },
  });
  const title = page.getByRole('heading', { level: 1, name: agent.name });
  const dialog = page.getByRole('dialog');

  await page.goto(`${ade.url}/servers/${serverId}/blocks`);
  await page.getByRole('link', { name: 'Folders' }).press('Enter');
  const folders = page.getByRole('list', { name: 'Folders' });
  await expect(folders).toContainText('openai/text-embedding-3-small');
  await expect(folders).toContainText('embedding not reported');
  await page.getByRole('searchbox').fill('WORK');
  await expect(folders).not.toContainText('recipes');
  const files = folders.getByRole('button', { name: /\(handbook\)/ }).first();
  await files.press('Enter');
  await expect(files).toHaveAccessibleName('2 files (handbook)');
  await expect(folders.getByRole('list', { name: 'Files in handbook' }).getByRole('listitem')).toHaveText([
    /leave\.md.*3\.4 KB.*ready/,
    /scan\.pdf.*size not reported.*failed.*No text in it\./,
  ]);
  await axe(page);
  await folders.getByRole('button', { name: 'Agents… (handbook)' }).press('Enter');
  await expect(dialog.getByRole('link', { name: agent.name })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(folders.getByRole('button', { name: '1 agent (handbook)' })).toBeFocused();
  await page.keyboard.press('Enter');
  await dialog.getByRole('link', { name: agent.name }).press('Enter');
  await expect(title).toBeVisible();
  await simulatorOf(page).transcript.waitFor();

  await runCommand(page, 'Open identities');
  const identities = page.getByRole('list', { name: 'Identities' });
  await expect(identities.getByRole('listitem')).toHaveText([/Ada Lovelace.*user.*ada@example\.org.*project-7/]);
  await axe(page);
  await identities.getByRole('button', { name: 'Agents… (Ada Lovelace)' }).press('Enter');
  await dialog.getByRole('link', { name: agent.name }).press('Enter');
  await expect(title).toBeVisible();
  await simulatorOf(page).transcript.waitFor();
  await page.goBack();
  await page.getByRole('combobox', { name: 'Search in' }).selectOption('Identifier key');
  await page.getByRole('searchbox').fill('ada@example.org');
  await expect.poll(() => asked(remote.requests, '/v1/identities/')).toContain('identifier_key=ada%40example.org');
  await identities.getByRole('link', { name: 'Show in the agents list (Ada Lovelace)' }).press('Enter');
  await expect(page).toHaveURL(`${ade.url}/servers/${serverId}/agents?identity=${ADA.id}`);
  await expect.poll(() => asked(remote.requests, '/v1/agents/')).toContain(`identity_id=${ADA.id}`);
});

test('folders and identities where there are none: the pages say why and ask nothing', { tag: ['@AL19'] }, async ({
  page,
}) => {
  const paths: string[] = [];
  page.on('request', (request) => paths.push(new URL(request.url()).pathname));
  await page.goto('/servers/embedded/connection');
  const offer = page.getByRole('list', { name: 'Capabilities' });
  await offer.getByRole('link', { name: 'Folders and files' }).press('Enter');
  const main = page.getByRole('main');
  await expect(main).toContainText('Folders and files: the built-in server does not offer this.');
  await expect(main).toContainText('archival memory holds texts of any length');
  await expect(page.getByRole('navigation').getByRole('link')).toContainText(['Connection', 'Folders']);
  await runCommand(page, 'Open identities');
  await expect(main).toContainText('Identities: the built-in server does not offer this.');
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Folders' })).toHaveCount(0);
  expect(paths.filter((path) => /\/v1\/(folders|identities)/.test(path))).toEqual([]);
});

async function runCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Commands' }).fill(name);
  await expect(page.getByRole('option', { name })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
}

/** The queries with which a path was asked for. */
async function asked(requests: () => Promise<{ path: string }[]>, path: string): Promise<string> {
  const queries = (await requests()).filter((request) => request.path.startsWith(`${path}?`));
  return queries.map((request) => request.path).join('\n');
}

test('from a block and from an archive to the agents that have it', { tag: ['@AL19'] }, async ({ page, api }) => {
  const mark = `u${Date.now()}`;
  const first = await makeAgent(api, { name: `First ${mark}`, human: `Name: ${mark}` });
  const second = await makeAgent(api, { name: `Second ${mark}` });
  const human = first.blocks.find(({ label }) => label === 'human');
  await share(api, human?.id ?? '', second);
  const archive = await api.post<{ id: string }>(lettaPath('/archives/'), { name: `Shared ${mark}` });
  await api.patch(lettaPath(`/agents/${second.id}/archives/attach/${archive.id}`));
  await page.goto('/servers/embedded/blocks');
  await page.getByRole('combobox', { name: 'Search in' }).selectOption('Value');
  await page.getByRole('searchbox', { name: 'Search blocks' }).fill(mark);
  const blocks = page.getByRole('list', { name: 'Blocks' });
  await expect(blocks.getByRole('listitem')).toHaveCount(1);
  await blocks.getByRole('button', { name: 'Actions for human' }).click();
  await page.getByRole('menuitem', { name: 'Which agents have it' }).click();
  await page.getByRole('dialog').getByRole('link', { name: second.name }).click();
  await expect(page.getByRole('heading', { level: 1, name: second.name })).toBeVisible();
  await openAgent(page, first.id);
  await page.getByRole('button', { name: 'More of archival memory' }).click();
  await page.getByRole('menuitem', { name: 'Archives…' }).click();
  const archives = page.getByRole('dialog', { name: 'Archives' });
  await archives.getByRole('searchbox').fill(mark);
  await archives.getByRole('link', { name: second.name }).click();
  await expect(page.getByRole('heading', { level: 1, name: second.name })).toBeVisible();
});

async function share(api: AdeApi, blockId: string, agent: { id: string; blocks: { id: string; label: string }[] }) {
  const own = agent.blocks.find(({ label }) => label === 'human');
  await api.patch(lettaPath(`/agents/${agent.id}/core-memory/blocks/detach/${own?.id}`));
  await api.patch(lettaPath(`/agents/${agent.id}/core-memory/blocks/attach/${blockId}`));
}
