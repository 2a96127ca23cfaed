import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestGate } from '#server/test-gate.ts';
import { type HostileShape, honestRequest, hostileShapes, strangerShapes } from './hostile-shapes.ts';
import { processRoutes } from './process-routes.ts';

const PASSWORD = 'correct horse battery';
const AT_ONCE = 32;

type TestGate = Awaited<ReturnType<typeof openTestGate>>;
interface Sent {
  route: string;
  shape: HostileShape;
}

const routes = await processRoutes();
/** Every shape meets these; every other route meets one of each kind of attack, each route another one. */
const whole = [
  routes.find(({ method, path }) => method === 'GET' && path === '/api/servers'),
  routes.find(({ method, path }) => method === 'POST' && path.endsWith('/v1/tools/run')),
  routes.find(({ method, path }) => method === 'DELETE' && path.startsWith('/api/servers/embedded')),
  routes.find(({ path }) => path === '/settings'),
];

/** `COOKIE` stands for a session. */
function attacks(session?: string): Sent[] {
  return routes.flatMap((route, index) => {
    const groups = Object.values(hostileShapes(route, session)).filter((shapes) => shapes.length > 0);
    const shapes = whole.includes(route) ? groups.flat() : groups.flatMap((group) => group[index % group.length] ?? []);
    return shapes.map((shape) => ({ route: `${route.method} ${route.path}`, shape }));
  });
}

const open = attacks();
const withCookie = attacks('COOKIE');
const strangers = routes.flatMap((route) =>
  strangerShapes(route).map((shape) => ({ route: `${route.method} ${route.path}`, shape })),
);
const shapeCount = new Set([...open, ...strangers].map(({ shape }) => shape.name)).size;

let gate: TestGate;
let locked: TestGate;
let cookie = '';

beforeAll(async () => {
  [gate, locked] = await Promise.all([openTestGate(), openTestGate({ password: PASSWORD })]);
  const body = new URLSearchParams({ password: PASSWORD });
  const answer = await fetch(`${locked.url}/login`, { method: 'POST', body, redirect: 'manual' });
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
});

afterAll(() => {
  gate.close();
  locked.close();
});

const fill = (text: string, { port }: TestGate) => text.replaceAll('PORT', String(port)).replaceAll('COOKIE', cookie);

/** What got through, or was answered otherwise than it should be. */
async function sendAll(attack: readonly Sent[], to: TestGate): Promise<string[]> {
  const wrong: string[] = [];
  const queue = [...attack];
  const work = async () => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      const { name, statuses, bytes } = next.shape;
      const { status, text } = await to.send(fill(bytes, to));
      const isRefused = statuses.includes(status) && !/passed the gate|access-control-|set-cookie/i.test(text);
      if (!isRefused) wrong.push(`${next.route} · ${name} → ${status}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return wrong.toSorted();
}

test('every route of the process is in the table', () => {
  const names = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  expect(names.size).toBe(routes.length);
  expect(routes.length).toBeGreaterThan(150);
  for (const name of [
    'GET /',
    'GET /settings',
    'GET /servers/x-1/agents/x-1',
    'GET /api/about',
    'POST /api/servers/test',
  ])
    expect(names).toContain(name);
  expect(whole.every(Boolean)).toBe(true);
});

test(`an honest request passes on each of the ${routes.length} routes`, async () => {
  for (const [to, session] of [
    [gate, undefined],
    [locked, 'COOKIE'],
  ] as const) {
    to.passed.length = 0;
    const answers = routes.map(async (route) => {
      const { status } = await to.send(fill(honestRequest(route, session), to));
      return `${route.method} ${route.path} ${status}`;
    });
    expect(await Promise.all(answers)).toEqual(routes.map(({ method, path }) => `${method} ${path} 200`));
    expect(to.passed).toHaveLength(routes.length);
  }
});

test(`T2 T3 T7 T28 ${open.length} hostile requests of ${shapeCount} shapes over ${routes.length} routes: all refused, none reaches the API or the pages`, async () => {
  gate.passed.length = 0;
  expect(await sendAll(open, gate)).toEqual([]);
  expect(gate.passed).toHaveLength(0);
}, 120_000);

test(`T3 T4 ${withCookie.length} of them with the cookie of a session: all refused, none reaches the API or the pages`, async () => {
  locked.passed.length = 0;
  expect(await sendAll(withCookie, locked)).toEqual([]);
  expect(locked.passed).toHaveLength(0);
}, 120_000);

test(`T7 T26 ${strangers.length} requests without a session where there is a password: all turned away`, async () => {
  locked.passed.length = 0;
  expect(await sendAll(strangers, locked)).toEqual([]);
  expect(locked.passed).toHaveLength(0);
}, 120_000);
