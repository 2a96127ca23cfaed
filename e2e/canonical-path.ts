/** The paths of the Letta API that end in a slash; all others do not. */
const WITH_SLASH = new Set(
  [
    'admin/orgs',
    'admin/users',
    'agents',
    'archives',
    'blocks',
    'conversations',
    'folders',
    'groups',
    'health',
    'identities',
    'jobs',
    'mcp-servers',
    'messages',
    'models',
    'providers',
    'ready',
    'runs',
    'sandbox-config',
    'sources',
    'steps',
    'tags',
    'tools',
  ].map((name) => `/v1/${name}/`),
);

/** The spelling of a path the original answers under; it redirects the other one there. */
export function canonicalPath(path: string): string {
  if (WITH_SLASH.has(`${path}/`)) return `${path}/`;
  return path.endsWith('/') && !WITH_SLASH.has(path) ? path.slice(0, -1) : path;
}
