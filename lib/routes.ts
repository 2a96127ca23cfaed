/** Every page's URL, in one place. */
export const routes = {
  home: () => '/',
  settings: () => '/settings',
  agents: (serverId: string) => `/servers/${encodeURIComponent(serverId)}/agents`,
  agent: (serverId: string, agentId: string) => `${routes.agents(serverId)}/${encodeURIComponent(agentId)}`,
};
