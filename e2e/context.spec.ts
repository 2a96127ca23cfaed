import { lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { configurationOf } from './panels/configuration.ts';
import { memoryOf } from './panels/memory.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ withProvider: true });

const MODEL = 'openai-proxy/scripted-1';

test('the context window part by part, with the one exact number beside it', {
  tag: ['@ST1', '@ST2', '@ST4', '@ST5', '@ST6', '@ST7', '@ST9', '@ST12', '@ST13', '@ST14'],
}, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL, human: 'Name: Sam' });
  provider.script('hello', [{ text: 'Hello Sam.', usage: { prompt: 4321, completion: 5 } }]);
  await openAgent(page, agent.id);
  await simulatorOf(page).sayAndWait('hello');
  const state = memoryOf(page).panel;
  await expect(state.getByText(/The last request held 4,321 tokens, as its provider counted/)).toBeVisible();
  await state.getByRole('button', { name: /^Tool definitions ≈/ }).click();
  const viewer = page.getByRole('dialog');
  await expect(viewer.getByRole('list', { name: 'Tools' }).getByRole('listitem')).toHaveCount(3);
  await viewer.getByRole('checkbox', { name: 'Largest first' }).check();
  await expect(viewer.getByRole('list', { name: 'Parts' }).getByRole('button').first()).toContainText(
    'Tool definitions',
  );
  await axe(page);
  await viewer.getByRole('button', { name: /^Messages/ }).click();
  await expect(viewer.getByRole('list', { name: 'Messages in the window' })).toContainText('Hello Sam.');
  await expect(page).toHaveURL(/part=messages/);
  await viewer.getByRole('button', { name: /^Core memory/ }).click();
  await expect(viewer).toContainText('Name: Sam');
  await viewer.getByRole('button', { name: /^External memory/ }).click();
  await expect(viewer).toContainText('0 archived memories');
  await axe(page);
  await page.keyboard.press('Escape');
  await state.getByRole('button', { name: 'See it' }).click();
  await expect(page).toHaveURL(/step=step-/);
});

test('drift: an edit the running prompt does not have yet is told, shown, and gone after a recompile', {
  tag: ['@ST3', '@ST6'],
}, async ({ page, api }) => {
  const agent = await makeAgent(api, { human: 'Name: Sam' });
  await openAgent(page, agent.id);
  const state = memoryOf(page).panel;
  const note = state.getByText('The running prompt is behind.');
  await expect(memoryOf(page).block('human').card).toBeVisible();
  await expect(note).toBeHidden();
  const blocks = await api.get<{ id: string; label: string }[]>(lettaPath(`/agents/${agent.id}/core-memory/blocks`));
  const human = blocks.find((block) => block.label === 'human');
  await api.patch(lettaPath(`/blocks/${human?.id}`), { value: 'Name: Samantha' });
  await page.reload();
  await expect(note).toBeVisible();
  await axe(page);
  await state.getByRole('button', { name: 'Difference' }).click();
  await expect(page.getByRole('dialog').getByTestId('diff-editor')).toContainText('Samantha');
  await page.keyboard.press('Escape');
  await state.getByRole('button', { name: 'Recompile' }).click();
  await expect(note).toBeHidden();
});

test('a nearly full window is told, and its size is changed in the settings', { tag: ['@ST3', '@ST10'] }, async ({
  page,
  api,
}) => {
  const agent = await makeAgent(api);
  await api.patch(lettaPath(`/agents/${agent.id}`), { context_window_limit: 1_000 });
  await openAgent(page, agent.id);
  const state = memoryOf(page).panel;
  await expect(state.getByText('The window is nearly full.')).toBeVisible();
  const form = await configurationOf(page).settings('Model settings');
  await form.getByRole('textbox', { name: 'Context window' }).fill('32000');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(state.getByText('The window is nearly full.')).toBeHidden();
});

test('what a compaction wrote is shown apart from the messages, with its tokens', { tag: ['@ST8'] }, async ({
  page,
  api,
  provider,
}) => {
  const agent = await makeAgent(api, { model: MODEL });
  for (const word of ['one', 'two', 'three', 'four']) provider.script(word, [{ text: `You said ${word}.` }]);
  provider.script('transcript', [{ text: 'They counted to four.' }]);
  await openAgent(page, agent.id);
  const state = memoryOf(page).panel;
  await expect(state.getByRole('button', { name: /^Summary/ })).toBeHidden();
  await state.getByRole('button', { name: /^System prompt/ }).click();
  const viewer = page.getByRole('dialog');
  await viewer.getByRole('button', { name: /^Summary ≈ 0/ }).click();
  await expect(viewer).toContainText('Nothing is summarised');
  await page.keyboard.press('Escape');
  for (const word of ['one', 'two', 'three', 'four']) await simulatorOf(page).sayAndWait(word);
  await api.post(lettaPath(`/agents/${agent.id}/summarize`), {});
  await page.reload();
  await state.getByRole('button', { name: /^Summary ≈ [1-9]/ }).click();
  await expect(viewer).toContainText('They counted to four.');
  await expect(viewer).toContainText('The server counts it as the first of the messages');
  await axe(page);
});

test('open files are shown as the model reads them; the built-in server has none and says so', {
  tag: ['@ST11'],
}, async ({ page, api, startWithRemote }) => {
  const agent = await makeAgent(api);
  await openAgent(page, agent.id, { query: '?part=files' });
  const viewer = page.getByRole('dialog');
  await expect(viewer).toContainText('Folders and files: the built-in server does not offer this.');

  const { ade, remote, api: there, serverId } = await startWithRemote();
  const other = await makeAgent(there, { serverId });
  const window = await there.get<object>(lettaPath(`/agents/${other.id}/context`, serverId));
  const files = [
    { file_id: 'file-1', source_id: 'source-1', is_open: true, label: 'F1/tea.txt', value: '1: Green tea at four.' },
    { file_id: 'file-2', source_id: 'source-1', is_open: false, label: 'F1/rest.txt', value: '' },
  ];
  await remote.set({
    canned: {
      '/v1/folders/': [],
      [`/v1/agents/${other.id}/context`]: {
        ...window,
        num_tokens_directories: 184,
        directories: '<directories>F1 holds two files.</directories>',
      },
      [`/v1/agents/${other.id}/core-memory`]: { blocks: [], file_blocks: files, prompt_template: '' },
    },
  });
  await page.goto(`${ade.url}/servers/${serverId}/agents/${other.id}`);
  await memoryOf(page)
    .panel.getByRole('button', { name: /^Files ≈ 184/ })
    .click();
  const list = viewer.getByRole('list', { name: 'Files of the agent' }).getByRole('listitem');
  await expect(list).toHaveText([/F1\/tea\.txt.*open.*Green tea at four\./s, /F1\/rest\.txt.*closed/s]);
  await expect(viewer).toContainText('F1 holds two files.');
  await axe(page);
});
