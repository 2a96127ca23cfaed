import type { Page } from '@playwright/test';
import { lettaPath } from './ade-api.ts';
import { makeAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { directPromptOf } from './panels/direct-prompt.ts';

const MODEL = 'openai-proxy/scripted-1';

test.use({ withProvider: true });

async function openPrompt(page: Page, agentId: string) {
  await page.goto(`/servers/embedded/agents/${agentId}?tab=prompt`);
  const direct = directPromptOf(page);
  await direct.form.waitFor();
  return direct;
}

test('ask, read the answer with its cost, find it again, and the agent knows nothing of it', {
  tag: ['@SM46'],
}, async ({ page, api }) => {
  const agent = await makeAgent(api);
  const direct = await openPrompt(page, agent.id);
  await expect(page.getByText(/memory, history and tools are not used/)).toBeVisible();
  await expect(direct.runButton).toHaveAttribute('aria-disabled', 'true');
  await direct.prompt.fill('count to 3');
  await direct.systemPrompt.fill('You count.');
  await page.reload();
  await expect(direct.prompt).toHaveValue('count to 3');
  await expect(direct.systemPrompt).toHaveValue('You count.');
  await direct.prompt.press('Control+Enter');
  await expect(direct.answer).toContainText('1 2 3');
  await expect(direct.answer).toContainText(/Prompt\d+ tokensCompletion\d+ tokensTotal\d+ tokens/);
  await axe(page);
  await direct.prompt.fill('count to 5');
  await direct.runButton.click();
  await expect(direct.answer).toContainText('1 2 3 4 5');
  await page.reload();
  await expect(direct.earlier.getByRole('listitem')).toHaveCount(2);
  await direct.earlier.getByRole('button').last().click();
  await expect(direct.prompt).toHaveValue('count to 3');
  await expect(direct.answer).toContainText('1 2 3');
  const after = await api.get<{ message_ids: string[] }>(lettaPath(`/agents/${agent.id}`));
  expect(after.message_ids).toHaveLength(1);
  await page.getByRole('button', { name: 'Forget them' }).click();
  await expect(direct.earlier).toBeHidden();
});

test('cancel keeps what was asked', { tag: ['@SM46'] }, async ({ page, api }) => {
  const agent = await makeAgent(api);
  const direct = await openPrompt(page, agent.id);
  await direct.prompt.fill('count to 900');
  await direct.runButton.click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Cancelled. The model may have gone on for a moment.')).toBeVisible();
  await expect(direct.prompt).toHaveValue('count to 900');
  await expect(direct.earlier).toBeHidden();
});

test('a schema and another model arrive; no usage is not reported; a failure is said', { tag: ['@SM46'] }, async ({
  page,
  api,
  provider,
  allowStatuses,
}) => {
  const agent = await makeAgent(api);
  const direct = await openPrompt(page, agent.id);
  await direct.prompt.fill('Which city');
  await direct.schema.fill('{"type": ');
  await expect(direct.form.getByText(/This is not JSON yet/)).toBeVisible();
  await expect(direct.runButton).toHaveAttribute('aria-disabled', 'true');
  await direct.schema.fill('{"type": "object", "properties": {"city": {"type": "string"}}}');
  await direct.model.selectOption(MODEL);
  provider.script('Which city', [{ text: '{"city":"Oslo"}' }]);
  await direct.runButton.click();
  await expect(direct.answer).toContainText('"city": "Oslo"');
  await expect(direct.answer).toContainText('scripted-1');
  expect(provider.requests().at(-1)).toMatchObject({ response_format: { type: 'json_schema' } });
  allowStatuses([502]);
  await direct.schema.fill('');
  await direct.prompt.fill('nothing fits this');
  await direct.runButton.click();
  await expect(direct.failure).toContainText('The model could not be asked');
  await expect(direct.prompt).toHaveValue('nothing fits this');
});

test('a model that is gone, and a server that is too old', { tag: ['@SM46'] }, async ({ page, api, allowStatuses }) => {
  const agent = await makeAgent(api);
  const direct = await openPrompt(page, agent.id);
  await direct.prompt.fill('hello');
  allowStatuses([404]);
  await page.route('**/generate', (route) => route.fulfill({ status: 404, json: { detail: "Model 'a/b' not found" } }));
  await direct.runButton.click();
  await expect(direct.failure).toContainText('The server does not have this model');
  await page.unroute('**/generate');
  await page.route('**/api/servers/embedded/capabilities', (route) =>
    route.fulfill({ json: { version: '0.16.4', operations: null } }),
  );
  await page.reload();
  await expect(direct.form).toContainText(
    'Direct prompt: the built-in server does not offer this. It comes with Letta 0.16.5.',
  );
  await expect(direct.runButton).toHaveAttribute('aria-disabled', 'true');
});
