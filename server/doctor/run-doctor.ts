import { type Resolve, resolveName } from '#server/proxy/blocked-address.ts';
import type { UpstreamAccess } from '#server/proxy/upstream-request.ts';
import { type Ask, askRemote } from './ask.ts';
import { checkAddress, checkClient, checkClock, checkModels, checkPassword, checkTraces } from './check-letta.ts';
import { checkName, checkPort, checkTls, explain } from './check-network.ts';
import { type CheckId, type CheckResult, type Finding, fail, fine, skip } from './check-result.ts';
import { checkTurn } from './check-turn.ts';

export interface DoctorTarget {
  url: string;
  access: UpstreamAccess;
  /** The fingerprint of the only certificate that is taken; without one the system's trust decides. */
  certificate: string | undefined;
  /** The handle of the model to try a turn with; without one no turn is tried. */
  model: string | undefined;
}

export interface DoctorOptions {
  resolve?: Resolve;
  timeoutMs?: number;
  now?: () => number;
}

const ORDER: readonly CheckId[] = [
  ...(['name', 'port', 'tls', 'address', 'password', 'client'] as const),
  ...(['models', 'streaming', 'background', 'traces', 'clock'] as const),
];
const TIMEOUT_MS = 5_000;

/** Looks at a connection from the name on up, and tells each finding at once. What needs a failed one is skipped. */
export async function* runDoctor(target: DoctorTarget, options: DoctorOptions = {}): AsyncGenerator<CheckResult> {
  const { resolve = resolveName, timeoutMs = TIMEOUT_MS, now = Date.now } = options;
  const place = { url: new URL(target.url), certificate: target.certificate, resolve, timeoutMs };
  const told = createTeller();

  const name = await told.time('name', () => checkName(place));
  yield name.result;
  if (name.found.state === 'failed') return yield* told.skipRest(name.result);
  const port = await told.time('port', () => checkPort(place, name.found.addresses));
  yield port.result;
  const { address } = port.found;
  if (address === null) return yield* told.skipRest(port.result);
  const tls = await told.time('tls', () => checkTls(place, address));
  yield tls.result;
  if (tls.found.state === 'failed') return yield* told.skipRest(tls.result);
  const { ask, close } = askRemote({ ...target, resolve, timeoutMs });
  try {
    yield* examineLetta(
      { ask, url: place.url, hasKey: target.access.key !== undefined, model: target.model, now },
      told,
    );
  } finally {
    await close();
  }
}

/** The same for the server in this process: it has no name, port or certificate. */
export async function* runEmbeddedDoctor(ask: Ask, model: string | undefined): AsyncGenerator<CheckResult> {
  const told = createTeller();
  for (const id of ['name', 'port', 'tls'] as const) {
    yield (await told.time(id, async () => fine('In this process: nothing lies in between.'))).result;
  }
  const url = new URL('http://localhost');
  for await (const result of examineLetta({ ask, url, hasKey: false, model, now: Date.now }, told)) {
    // Whoever reaches it has passed the gate of the ADE.
    const { id, ms } = result;
    yield result.cause === 'open-server' ? { id, ms, ...fine('The ADE stands in front of it.') } : result;
  }
}

interface Patient {
  ask: Ask;
  url: URL;
  hasKey: boolean;
  model: string | undefined;
  now: () => number;
}

async function* examineLetta(patient: Patient, told: Teller): AsyncGenerator<CheckResult> {
  const { ask, url, hasKey, now } = patient;
  const guarded = (look: () => Promise<Finding>) => look().catch((error: unknown) => explain(error, url));
  const address = await told.time('address', () =>
    checkAddress(ask, url, hasKey).catch((error: unknown) => ({ ...explain(error, url), version: null, date: null })),
  );
  yield address.result;
  if (address.found.version === null) return yield* told.skipRest(address.result);
  const password = await told.time('password', () => guarded(() => checkPassword(ask, url, hasKey)));
  yield password.result;
  if (password.found.state === 'failed') return yield* told.skipRest(password.result);
  yield (await told.time('client', () => guarded(() => checkClient(ask)))).result;
  yield (await told.time('models', () => guarded(() => checkModels(ask)))).result;
  yield* examineTurn(patient, told);
  yield (await told.time('traces', () => guarded(() => checkTraces(ask)))).result;
  yield (await told.time('clock', async () => checkClock(address.found.date, now()))).result;
}

async function* examineTurn({ ask, url, model }: Patient, told: Teller): AsyncGenerator<CheckResult> {
  if (model === undefined) {
    const words = 'Not tried: it takes a turn with a model. Choose one above to have it tried.';
    yield (await told.time('streaming', async () => skip(words))).result;
    yield (await told.time('background', async () => skip(words))).result;
    return;
  }
  const turn = await told.time('streaming', async () => {
    const findings = await checkTurn(ask, model).catch((error: unknown) => {
      const problem = explain(error, url);
      return { streaming: problem, background: fail(problem.cause, problem.message, problem.next ?? '') };
    });
    return { ...findings.streaming, background: findings.background };
  });
  yield turn.result;
  yield (await told.time('background', async () => turn.found.background)).result;
}

type Teller = ReturnType<typeof createTeller>;

/** Times the checks, and knows which are left. */
function createTeller() {
  const done = new Set<CheckId>();
  return {
    async time<F extends Finding>(id: CheckId, look: () => Promise<F>): Promise<{ found: F; result: CheckResult }> {
      const started = performance.now();
      const found = await look();
      done.add(id);
      const { state, cause, message, next, certificate } = found;
      const ms = Math.round(performance.now() - started);
      const more = { ...(next ? { next } : {}), ...(certificate ? { certificate } : {}) };
      return { found, result: { id, state, cause, message, ...more, ms } };
    },
    *skipRest({ id: failed }: CheckResult): Generator<CheckResult> {
      for (const id of ORDER) {
        if (!done.has(id)) yield { id, ...skip(`Not tried: it needs what failed above (${failed}).`), ms: 0 };
      }
    },
  };
}
