import type { Page } from '@playwright/test';

/** The pages of MCP servers. */
export function mcpOf(page: Page) {
  const dialog = page.getByRole('dialog', { name: /^(Add an MCP server|Edit )/ });
  const list = page.getByRole('list', { name: 'MCP servers' });
  const tools = page.getByRole('list', { name: 'Tools of this MCP server' });
  return {
    open: (serverId = 'embedded') => page.goto(`/servers/${serverId}/mcp`),
    addButton: page.getByRole('button', { name: 'Add an MCP server' }),
    list,
    row: (name: string) => list.getByRole('listitem', { name, exact: true }),
    dialog,
    field: (name: string) => dialog.getByRole('textbox', { name, exact: true }),
    kind: dialog.getByRole('combobox', { name: 'Kind' }),
    confirmCommand: dialog.getByRole('checkbox', { name: 'I have read this command, and it may run' }),
    testButton: dialog.getByRole('button', { name: 'Test connection' }),
    found: dialog.getByRole('region', { name: 'Tools found' }),
    problem: dialog.getByRole('alert'),
    submit: dialog.getByRole('button', { name: /^(Add server|Save)$/ }),
    /** Opens the form for a new server and fills in a web address. */
    async fillWeb({ name, url }: { name: string; url: string }) {
      await this.addButton.click();
      await this.field('Name').fill(name);
      await this.field('URL').fill(url);
    },
    /** Opens the form for a new server and fills in a program, which is not confirmed yet. */
    async fillProgram({ name, command, args }: { name: string; command: string; args: string[] }) {
      await this.addButton.click();
      await this.field('Name').fill(name);
      await this.kind.selectOption('stdio');
      await this.field('Command').fill(command);
      await this.field('Arguments, one per line').fill(args.join('\n'));
    },
    connection: page.getByRole('region', { name: 'Connection' }),
    tools,
    tool: (name: string) => tools.getByRole('listitem', { name, exact: true }),
    /** Opens the window of one tool. */
    async openTool(name: string) {
      await this.tool(name).getByRole('button').first().click();
      return page.getByRole('dialog', { name: new RegExp(`^${name}`) });
    },
    agent: page.getByRole('combobox', { name: 'Attach tools to' }),
    refreshButton: page.getByRole('button', { name: 'Refresh tools' }),
  };
}
