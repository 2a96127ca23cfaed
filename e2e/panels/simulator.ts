import { expect, type Locator, type Page } from '@playwright/test';

/** The simulator as a person uses it. */
export function simulatorOf(page: Page) {
  const panel = page.getByRole('region', { name: 'Simulator', exact: true });
  const ended = panel.getByRole('note', { name: 'End of turn' });
  const composer = panel.getByRole('textbox', { name: 'Message', exact: true });
  return {
    panel,
    composer,
    transcript: panel.getByRole('region', { name: 'Transcript' }),
    sendButton: panel.getByRole('button', { name: 'Send', exact: true }),
    stopButton: panel.getByRole('button', { name: 'Stop', exact: true }),
    yourMessages: panel.getByRole('article', { name: 'Your message' }),
    agentMessages: panel.getByRole('article', { name: 'Agent message' }),
    /** Writes and sends with Enter. */
    async say(text: string) {
      await composer.fill(text);
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
    lastTurn: ended.last(),
  };
}
