import { describe, expect, test } from 'vitest';
import { CAPABILITIES, CAPABILITY_IDS, offers, whyOff } from './capabilities.ts';
import { operationName, readOperations } from './read-operations.ts';

type Paths = Record<string, Record<string, unknown>>;

/** What a full server lists, with Letta's own way to write paths. */
function fullPaths(): Paths {
  const paths: Paths = { '/v1/agents/': { get: {}, post: {} } };
  for (const operation of CAPABILITY_IDS.flatMap((id) => CAPABILITIES[id].needs)) {
    const [method = '', path = ''] = operation.split(' ');
    const key = `${path.replaceAll('{}', '{some_id}')}${path.endsWith('}') ? '' : '/'}`;
    paths[key] = { ...paths[key], [method.toLowerCase()]: { operationId: 'x', responses: {} } };
  }
  return paths;
}

const without = (...parts: string[]): Paths =>
  Object.fromEntries(Object.entries(fullPaths()).filter(([path]) => !parts.some((part) => path.includes(part))));
const renamed = (change: (path: string) => string): Paths =>
  Object.fromEntries(Object.entries(fullPaths()).map(([path, item]) => [change(path), item]));
const all = CAPABILITY_IDS;

describe('12 mutated OpenAPI documents', () => {
  test.each<[string, unknown, readonly string[] | null]>([
    ['as it is', { openapi: '3.1.0', paths: fullPaths() }, all],
    ['version 2, with fields nobody knows', { swagger: '2.0', 'x-new': [1], paths: fullPaths() }, all],
    ['no slash at the end', { paths: renamed((path) => path.replace(/\/$/, '')) }, all],
    ['other names of parameters', { paths: renamed((path) => path.replaceAll('some_id', 'somethingElse')) }, all],
    ['behind a prefix', { paths: renamed((path) => `/letta${path}`) }, all],
    [
      '/v1 in the address of the server',
      { servers: [{ url: 'https://x.test/v1' }], paths: renamed((path) => path.replace(/^\/v1/, '')) },
      all,
    ],
    ['methods in capitals', { paths: upperMethods(fullPaths()) }, all],
    ['only the older paths of what has moved', { paths: without('/mcp-servers', '/steps/{some_id}/trace') }, all],
    ['routes it lacks', { paths: without('/folders') }, all.filter((id) => id !== 'folders')],
    [
      'a method it lacks',
      { paths: { ...fullPaths(), '/v1/tools/run/': { get: {} } } },
      all.filter((id) => id !== 'try-tool'),
    ],
    [
      'items that are broken',
      { paths: { ...fullPaths(), '/v1/jobs/': { get: null } } },
      all.filter((id) => id !== 'jobs'),
    ],
    ['paths beside that are no objects', { paths: { ...fullPaths(), '/v1/odd': 'x', '/v1/none': null } }, all],
    ['another program', { openapi: '3.0.0', paths: { '/pets': { get: {} } } }, null],
    ['no paths', { openapi: '3.1.0' }, null],
    ['paths that are a list', { paths: ['/v1/agents/'] }, null],
    ['a text', 'nope', null],
    ['nothing', null, null],
  ])('%s', (_name, document, expected) => {
    const offer = { version: '0.16.8', operations: readOperations(document) };
    if (expected === null) expect(offer.operations).toBeNull();
    expect(all.filter((id) => offers(offer, id) === true)).toEqual(expected ?? []);
    if (expected === null) expect(all.every((id) => offers(offer, id) === null)).toBe(true);
  });
});

function upperMethods(paths: Paths): Paths {
  const upper = (item: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(item).map(([method, operation]) => [method.toUpperCase(), operation]));
  return Object.fromEntries(Object.entries(paths).map(([path, item]) => [path, upper(item)]));
}

test.each([
  ['get', '/v1/agents/', 'GET /v1/agents'],
  ['Patch', '/v1/agents/{agent_id}/core-memory/blocks/{label}', 'PATCH /v1/agents/{}/core-memory/blocks/{}'],
  ['get', '/proxy/v1//agents/', 'GET /v1/agents'],
])('%s %s is %s', (method, path, name) => {
  expect(operationName(method, path)).toBe(name);
});

test('why something is off names who brings it', () => {
  expect(whyOff('embedded', 'folders')).toBe(
    'Folders and files: the built-in server does not offer this. It comes with Letta 0.16.8.',
  );
  expect(whyOff('srv-1', 'templates')).toContain('It comes with Letta Cloud.');
});
