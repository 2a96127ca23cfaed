/** A well known MCP server: what to begin with. A person enters the key. */
export interface McpPreset {
  title: string;
  /** What it is good for. */
  text: string;
  name: string;
  url: string;
  authHeader: string;
  tokenPlaceholder: string;
}

export const MCP_PRESETS: McpPreset[] = [
  {
    title: 'Exa',
    text: 'Searches the web and reads pages',
    name: 'exa',
    url: 'https://mcp.exa.ai/mcp',
    authHeader: 'x-api-key',
    tokenPlaceholder: 'Your Exa API key, or {{ EXA_API_KEY }}',
  },
  {
    title: 'Zapier',
    text: 'Acts in the apps of your Zapier account',
    name: 'zapier',
    url: 'https://mcp.zapier.com/api/v1/connect',
    authHeader: 'Authorization',
    tokenPlaceholder: 'Bearer your-connection-token',
  },
];
