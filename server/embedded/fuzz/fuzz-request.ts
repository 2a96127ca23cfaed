import fc from 'fast-check';
import type { Route } from '#server/embedded/routes/route-table.ts';
import { type IdKind, KINDS, type KnownIds } from './known-ids.ts';
import { type Mutation, mutate, mutations } from './mutate-body.ts';
import { sampleBodies } from './sample-bodies.ts';
import { strangeText, toJsonText } from './strange-values.ts';

type PathPart =
  | { kind: 'own'; choice: number }
  | { kind: 'other'; of: IdKind; choice: number }
  | { kind: 'raw'; text: string };

type Body = { kind: 'sample'; choice: number; changes: Mutation[] } | { kind: 'raw'; text: string } | { kind: 'none' };

/** A request before its ids are chosen. */
export interface FuzzRequest {
  route: Route;
  parts: PathPart[];
  query: [name: string, value: string][];
  body: Body;
  headers: Record<string, string>;
  choice: number;
}

/** A request as it is sent. */
export interface SentRequest {
  method: string;
  path: string;
  body: string | null;
  headers: Record<string, string>;
}

const OF_PARENT: Record<string, IdKind> = {
  agents: 'agent',
  blocks: 'block',
  tools: 'tool',
  conversations: 'conv',
  runs: 'run',
  _internal_runs: 'run',
  steps: 'step',
  telemetry: 'step',
  archives: 'archive',
  providers: 'provider',
  messages: 'message',
  'mcp-servers': 'mcp_server',
  connect: 'mcp_server',
};
const OF_NAME: Record<string, IdKind> = {
  '{tool_id}': 'tool',
  '{block_id}': 'block',
  '{archive_id}': 'archive',
  '{passage_id}': 'passage',
  '{message_id}': 'message',
};
const NAMES: Record<string, string[]> = {
  '{name}': ['fuzzed', 'other'],
  '{tool}': ['look'],
  '{label}': ['human', 'notes', 'persona'],
  '{tool_name}': ['memory_insert', 'conversation_search', 'archival_memory_insert', 'archival_memory_search'],
};
const AGENT_QUERY: FuzzRequest['query'] = [['agent_id', '$agent']];
const NEEDED_QUERY: Record<string, FuzzRequest['query']> = {
  'POST /v1/conversations/': AGENT_QUERY,
  'GET /v1/agents/{id}/archival-memory/search': [['query', 'tea']],
};
const QUERY_NAMES =
  'limit order after before include include_relationships agent_id agent_ids conversation_id name names tags query query_text search top_k order_by dry_run background active statuses start_date end_date start_datetime ascending include_embeddings tool_ids connected_to_agents_count_gt connected_to_agents_count_eq has_feedback feedback include_return_message_types show_hidden_agents requires_approval'.split(
    ' ',
  );
const QUERY_VALUES = ['0', '1', '10', '-1', '1e3', '99999999999999999999', 'true', 'asc', 'desc', 'created_at'];
const MORE_VALUES = [
  'agent.tools',
  'agent.blocks',
  'tea',
  '$agent',
  '$message',
  '$run',
  '$tool',
  '$conv',
  '2026-01-01',
];
const RAW_PARTS = ['%', '%ff%fe', '%00', '%2F', 'default', 'agent-', 'conv-1', 'x'.repeat(5_000), '%F0%9F%8E%89', '*'];
const RAW_BODIES = ['', '{', '[]', '[{}]', 'null', '0', '"text"', '{"a":1,}', '{"a":1}{', '\ufeff{}', '1e999', 'NaN'];
const HEADERS: Record<string, string>[] = [
  ...Array<Record<string, string>>(20).fill({}),
  { 'x-stainless-package-version': '1.12.1' },
  { 'user-agent': 'curl/8.0' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'if-match': '"nothing"' },
  { user_id: 'nobody' },
];

/** Any request to one of these routes. Those that delete, start other programs or wait for the network are rare. */
export function anyRequest(routes: readonly Route[]): fc.Arbitrary<FuzzRequest> {
  const isSlow = ({ path }: Route) => /\/run$|\/providers\/(?:check|.*\/(?:check|refresh))?$/.test(path);
  const one = (some: readonly Route[]) => fc.constantFrom(...some).chain(requestTo);
  const isLoss = ({ method }: Route) => method === 'DELETE';
  const kinds = [
    { weight: 40, some: routes.filter((route) => !isSlow(route) && !isLoss(route)) },
    { weight: 2, some: routes.filter(isLoss) },
    { weight: 1, some: routes.filter(isSlow) },
  ];
  return fc.oneof(
    ...kinds.filter(({ some }) => some.length > 0).map(({ weight, some }) => ({ weight, arbitrary: one(some) })),
  );
}

function requestTo(route: Route): fc.Arbitrary<FuzzRequest> {
  const count = route.path.match(/\{\w+\}/g)?.length ?? 0;
  const samples = sampleBodies(route.method, route.path).length;
  const sample = fc.record({
    kind: fc.constant('sample' as const),
    choice: fc.nat(samples - 1),
    changes: mutations,
  });
  const raw = fc.record({ kind: fc.constant('raw' as const), text: fc.constantFrom(...RAW_BODIES) });
  return fc.record({
    route: fc.constant(route),
    parts: fc.array(anyPart, { minLength: count, maxLength: count }),
    query: queryOf(`${route.method} ${route.path}`),
    body: /GET|DELETE/.test(route.method)
      ? fc.constant({ kind: 'none' as const })
      : fc.oneof(
          { weight: 20, arbitrary: sample },
          { weight: 2, arbitrary: raw },
          { weight: 1, arbitrary: fc.constant({ kind: 'none' as const }) },
        ),
    headers: fc.constantFrom(...HEADERS),
    choice: fc.nat(100),
  });
}

function queryOf(name: string): fc.Arbitrary<FuzzRequest['query']> {
  const any = fc.array(fc.tuple(fc.constantFrom(...QUERY_NAMES), queryValue), { maxLength: 2 });
  const needed = NEEDED_QUERY[name] ?? (name.includes('/conversations/{id}') ? AGENT_QUERY : []);
  return fc.oneof(
    { weight: 1, arbitrary: any },
    { weight: 4, arbitrary: any.map((others) => [...needed, ...others]) },
    { weight: 3, arbitrary: fc.constant(needed) },
  );
}

const queryValue = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...QUERY_VALUES, ...MORE_VALUES) },
  // An address of 70,000 letters is the business of the HTTP server in front.
  { weight: 1, arbitrary: strangeText.map((text) => text.slice(0, 2_000)) },
);

const anyPart: fc.Arbitrary<PathPart> = fc.oneof(
  { weight: 14, arbitrary: fc.record({ kind: fc.constant('own' as const), choice: fc.nat(100) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('other' as const),
      of: fc.constantFrom(...KINDS),
      choice: fc.nat(100),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('raw' as const),
      text: fc.oneof(
        fc.constantFrom(...RAW_PARTS),
        fc.uuid({ version: 4 }).map((uuid) => `agent-${uuid}`),
        fc.constantFrom(...KINDS).map((kind) => `${kind}-00000000-0000-4000-8000-00000000abcd`),
        strangeText.map((text) => encodeURIComponent(text.slice(0, 500).toWellFormed())),
      ),
    }),
  },
);

/** The request with ids the server has told. */
export function toSentRequest({ route, parts, query, body, headers, choice }: FuzzRequest, ids: KnownIds): SentRequest {
  const segments = route.path.split('/');
  let next = 0;
  const path = segments.map((segment, index) => {
    if (!segment.startsWith('{')) return segment;
    const part = parts[next++];
    if (!part || part.kind === 'raw') return part?.text ?? '';
    if (part.kind === 'other') return ids.pick(part.of, part.choice);
    return ownId({ segment, parent: segments[index - 1] ?? '', choice: part.choice }, ids);
  });
  const search = query.map(([name, value]) => `${name}=${encodeURIComponent(ids.fill(value, choice).toWellFormed())}`);
  return {
    method: route.method,
    path: path.join('/') + (search.length > 0 ? `?${search.join('&')}` : ''),
    body: bodyText(route, body, (text) => ids.fill(text, choice)),
    headers: { 'content-type': 'application/json', ...headers },
  };
}

function ownId(
  { segment, parent, choice }: { segment: string; parent: string; choice: number },
  ids: KnownIds,
): string {
  const names = NAMES[segment];
  if (names) return names[choice % names.length] ?? '';
  return ids.pick(OF_NAME[segment] ?? OF_PARENT[parent] ?? 'agent', choice);
}

function bodyText(route: Route, body: Body, fill: (text: string) => string): string | null {
  if (body.kind === 'none') return null;
  if (body.kind === 'raw') return body.text;
  const samples = sampleBodies(route.method, route.path);
  return fill(toJsonText(mutate(samples[body.choice], body.changes)));
}
