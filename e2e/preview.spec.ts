import { lettaPath } from './ade-api.ts';
import { makeAgent, openAgent } from './agent-factory.ts';
import { axe } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { simulatorOf } from './panels/simulator.ts';

test.use({ withProvider: true });

const MODEL = 'openai-proxy/scripted-1';

test('preview: the request in parts, against the last one, and then exactly that is sent', {
  tag: ['@SM39'],
}, async ({ page, api, provider }) => {
  const agent = await makeAgent(api, { model: MODEL, human: 'Name: Sam' });
  provider.script('first', [{ text: 'One.' }]);
  provider.script('second', [{ text: 'Two.' }]);
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  const preview = page.getByRole('dialog', { name: 'Preview of the request' });
  const button = simulator.panel.getByRole('button', { name: 'Preview request' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await simulator.sayAndWait('the first');
  await simulator.composer.fill('the second');
  const answered = page.waitForResponse('**/preview-raw-payload');
  await button.click();
  const payload: { messages: unknown[] } = await (await answered).json();
  await expect(preview).toContainText('OpenAI chat completions');
  await expect(preview).toContainText('Memory blocks · 2');
  await expect(preview).toContainText('the second');
  await axe(page);
  await preview.getByRole('tab', { name: 'Against the last one' }).click();
  await expect(preview).toContainText('New messages · 2');
  await axe(page);
  await preview.getByRole('tab', { name: 'Raw' }).click();
  await expect(preview).toContainText('"messages"');
  await page.keyboard.press('Escape');
  await expect(simulator.composer).toHaveValue('the second');
  expect(await api.get<unknown[]>(lettaPath(`/runs/?agent_id=${agent.id}`))).toHaveLength(1);
  expect(provider.requests()).toHaveLength(1);
  await simulator.sendButton.click();
  await expect(simulator.agentMessages.last()).toContainText('Two.');
  expect(rolesAndTexts(provider.requests().at(-1)?.messages)).toEqual(rolesAndTexts(payload.messages));
});

test('a server that does not preview says so', { tag: ['@SM39'] }, async ({ page, api, allowStatuses }) => {
  const agent = await makeAgent(api, { model: MODEL });
  await openAgent(page, agent.id);
  const simulator = simulatorOf(page);
  allowStatuses([403]);
  await page.route('**/preview-raw-payload', (route) =>
    route.fulfill({ status: 403, json: { detail: 'Payload inspection is not available' } }),
  );
  await simulator.composer.fill('hello');
  await simulator.panel.getByRole('button', { name: 'Preview request' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('does not preview the requests');
});

/** Times within the texts differ between a preview and what is sent a moment later. */
function rolesAndTexts(messages: readonly unknown[] = []): string {
  return JSON.stringify(messages).replaceAll(/\d\d:\d\d:\d\d/g, 'hh:mm:ss');
}
