/** Every page's URL, in one place. */
export const routes = {
  home: () => '/',
  settings: () => '/settings',
  agents: (serverId: string) => `/servers/${encodeURIComponent(serverId)}/agents`,
  agent: (serverId: string, agentId: string) => `${routes.agents(serverId)}/${encodeURIComponent(agentId)}`,
  agentsOfIdentity: (serverId: string, identityId: string) =>
    `${routes.agents(serverId)}?identity=${encodeURIComponent(identityId)}`,
  tools: (serverId: string) => `/servers/${encodeURIComponent(serverId)}/tools`,
  blocks: (serverId: string) => `/servers/${encodeURIComponent(serverId)}/blocks`,
  folders: (serverId: string) => `/servers/${encodeURIComponent(serverId)}/folders`,
  identities: (serverId: string) => `/servers/${encodeURIComponent(serverId)}/identities`,
  connection: (serverId: string) => `/servers/${encodeURIComponent(serverId)}/connection`,
  models: (serverId: string) => `/servers/${encodeURIComponent(serverId)}/models`,
  tool: (serverId: string, toolId: string) => `${routes.tools(serverId)}/${encodeURIComponent(toolId)}`,
  mcp: (serverId: string) => `/servers/${encodeURIComponent(serverId)}/mcp`,
  mcpServer: (serverId: string, key: string) => `${routes.mcp(serverId)}/${encodeURIComponent(key)}`,
};
