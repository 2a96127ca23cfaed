const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

/**
 * The operations an OpenAPI document lists, as `GET /v1/agents/{}`: parameters without their names, no slash at the end.
 * Takes any document, also a broken one; null when it lists nothing of Letta's, for then it says nothing about it.
 */
export function readOperations(document: unknown): string[] | null {
  const { paths, servers } = asRecord(document);
  const base = basePath(servers);
  const operations = Object.entries(asRecord(paths)).flatMap(([path, item]) =>
    Object.entries(asRecord(item)).flatMap(([method, operation]) =>
      METHODS.has(method.toLowerCase()) && typeof operation === 'object' && operation !== null
        ? [operationName(method, `${base}${path}`)]
        : [],
    ),
  );
  return operations.includes('GET /v1/agents') ? [...new Set(operations)].sort() : null;
}

/** One operation as `readOperations` names it. */
export function operationName(method: string, path: string): string {
  const plain = path
    .replaceAll(/\{[^}]*\}/g, '{}')
    .replaceAll(/\/{2,}/g, '/')
    .replace(/\/+$/, '');
  // A reverse proxy may have put its own prefix before every path.
  const start = plain.search(/\/v1(?=\/|$)/);
  return `${method.toUpperCase()} ${start > 0 ? plain.slice(start) : plain}`;
}

/** Some documents leave `/v1` to the address of the server. */
function basePath(servers: unknown): string {
  const first = Array.isArray(servers) ? asRecord(servers[0])['url'] : undefined;
  return typeof first === 'string' && /\/v1\/?$/.test(first) ? '/v1' : '';
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
