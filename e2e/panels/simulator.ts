import { expect, type Locator, type Page } from '@playwright/test';

/** The simulator as a person uses it. */
export function simulatorOf(page: Page) {
  const panel = page.getByRole('region', { name: 'Simulator', exact: true });
  const ended = panel.getByRole('note', { name: 'End of turn' });
  const composer = panel.getByRole('textbox', { name: 'Message', exact: true });
  const submitButton = panel.getByRole('button', { name: /^(Send|Queue)$/ });
  const sendAs = panel.getByRole('combobox', { name: 'Send as' });
  return {
    panel,
    composer,
    sendAs,
    transcript: panel.getByRole('region', { name: 'Transcript' }),
    sendButton: panel.getByRole('button', { name: 'Send', exact: true }),
    queueButton: panel.getByRole('button', { name: 'Queue', exact: true }),
    stopButton: panel.getByRole('button', { name: 'Stop', exact: true }),
    queue: panel.getByRole('region', { name: 'Queued messages' }),
    approval: panel.getByRole('region', { name: 'Pending approval' }),
    attached: panel.getByRole('list', { name: 'Attached images' }),
    yourMessages: panel.getByRole('article', { name: 'Your message' }),
    agentMessages: panel.getByRole('article', { name: 'Agent message' }),
    density: panel.getByRole('combobox', { name: 'How much to show' }),
    find: panel.getByRole('search', { name: 'Find in this conversation' }),
    /** Writes and sends with Enter. */
    async say(text: string) {
      await composer.fill(text);
      // Before the page is alive nobody hears the key.
      await expect(submitButton).not.toHaveAccessibleDescription('Write a message first');
      await composer.press('Enter');
    },
    /** Says something and waits until the turn is over. */
    async sayAndWait(text: string) {
      const before = await ended.count();
      await this.say(text);
      await expect(ended).toHaveCount(before + 1);
    },
    /** A tool call's row, by the tool's name. */
    toolCall: (name: string): Locator => panel.getByRole('button', { name: new RegExp(`^${name}\\b`) }),
    /** Opens the send options. */
    async options() {
      await panel.getByRole('button', { name: 'Send options' }).click();
      return page.getByRole('dialog', { name: 'Send options' });
    },
    /** Chooses from the menu of one message. */
    async act(message: Locator, item: string) {
      await message.hover();
      await message.getByRole('button', { name: 'Message actions' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    },
    turnEnds: ended,
    lastTurn: ended.last(),
  };
}
