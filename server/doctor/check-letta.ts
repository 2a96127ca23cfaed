import { z } from 'zod';
import { readBeginning } from '#server/read-beginning.ts';
import { redact } from '#server/redact.ts';
import type { Ask } from './ask.ts';
import { type Finding, fail, fine, skip, warn } from './check-result.ts';

const NOBODY = 'agent-00000000-0000-4000-8000-000000000000';
const LONGEST_TEXT = 256 * 1024;
const LONGEST_ADDRESS = 300;
const SKEW_MS = 60_000;
/** Where a reverse proxy usually puts it; nothing else is guessed. */
const USUAL_PREFIXES = ['', '/letta', '/api'];

const health = z.object({ version: z.string().max(100) });

/** Whether a Letta server answers at the address and its path. `date` is what its clock said, `ms` its time to answer. */
export async function checkAddress(
  ask: Ask,
  url: URL,
  hasKey: boolean,
): Promise<Finding & { version: string | null; date: string | null; ms: number }> {
  const started = performance.now();
  const answer = await ask({ path: '/v1/health/' });
  const date = answer.headers.get('date');
  const found = answer.status === 200 ? health.safeParse(await readJson(answer)) : null;
  const ms = Math.round(performance.now() - started);
  if (!found?.success) return { ...(await explainAddress(ask, url, { answer, hasKey })), version: null, date, ms };
  const { version } = found.data;
  const isOld = /^0\.(?:\d|1[0-5])\./.test(version);
  if (isOld) {
    const words = `Letta ${version} answers, which is older than this ADE is made for.`;
    return { ...warn('old-version', words, 'Update it to 0.16.8.'), version, date, ms };
  }
  return { ...fine(`Letta ${version} answers in ${ms} ms.`), version, date, ms };
}

interface Refusal {
  answer: Response;
  hasKey: boolean;
}

async function explainAddress(ask: Ask, url: URL, refusal: Refusal): Promise<Finding> {
  if (isRedirect(refusal.answer)) return explainAnswer(url, refusal);
  const prefix = await findPrefix(ask, url);
  if (prefix === null) return explainAnswer(url, refusal);
  const better = `${url.origin}${prefix}`;
  return fail('wrong-path', `A Letta server answers at ${better}, not at this path.`, `Enter ${better}.`);
}

function isRedirect({ status }: Response): boolean {
  return status >= 300 && status < 400;
}

/** What an answer that is not Letta's tells of what stands there. */
function explainAnswer(url: URL, { answer, hasKey }: Refusal): Finding {
  const { status } = answer;
  if (isRedirect(answer)) {
    const target = URL.parse(answer.headers.get('location') ?? '', url);
    const path = target?.pathname.replace(/\/v1\/(?:health|agents)\/?$/, '');
    const shown = target ? redact(`${target.origin}${path}`).slice(0, LONGEST_ADDRESS) : 'elsewhere';
    return fail('redirect', `The server redirects to ${shown}; that is never followed.`, 'Enter that address instead.');
  }
  if (status === 401 || (status === 403 && !isPage(answer))) {
    return hasKey
      ? fail('wrong-key', `The server does not accept the key (HTTP ${status}).`, 'Enter the key or password again.')
      : fail('no-key', `The server asks for a key (HTTP ${status}).`, 'Enter its password or API key.');
  }
  if (isPage(answer)) {
    return fail(
      status >= 500 ? 'proxy-error' : 'web-page',
      `A web page answers (HTTP ${status}): a login, a proxy or another program stands there.`,
      status >= 500
        ? 'Look at the reverse proxy: it cannot reach the Letta server behind it.'
        : 'Check the port and the path; let requests to /v1/ pass without a login page.',
    );
  }
  if (status === 429) return fail('rate-limited', 'Too many requests (HTTP 429).', 'Wait a minute, then check again.');
  if (status >= 500)
    return fail('server-error', `The server failed (HTTP ${status}).`, 'Look at the log of the Letta server.');
  return fail('not-letta', `What answers is no Letta server (HTTP ${status}).`, 'Check the port; it is usually 8283.');
}

async function findPrefix(ask: Ask, url: URL): Promise<string | null> {
  const own = url.pathname.replace(/\/+$/, '');
  for (const prefix of USUAL_PREFIXES.filter((each) => each !== own)) {
    const answer = await ask({ path: '/v1/health/', prefix, anonymous: true }).catch(() => null);
    if (answer?.status === 200 && health.safeParse(await readJson(answer)).success) return prefix;
  }
  return null;
}

/** Whether the key is taken, and whether one is needed at all. */
export async function checkPassword(ask: Ask, url: URL, hasKey: boolean): Promise<Finding> {
  const answer = await ask({ path: '/v1/agents/?limit=1' });
  if (answer.status !== 200 || isPage(answer)) return explainAnswer(url, { answer, hasKey });
  if (hasKey) {
    const anonymous = await ask({ path: '/v1/agents/?limit=1', anonymous: true }).catch(() => null);
    if (anonymous?.status !== 200) return fine('The key is accepted, and needed.');
  }
  return warn(
    'open-server',
    'The server asks for no password: whoever reaches it can run Python on it.',
    'Start it with LETTA_SERVER_SECURE=true and LETTA_SERVER_PASSWORD, and keep its port off the network.',
  );
}

/** Whether the server sees that requests come from a present client: some proxies drop the header that says so. */
export async function checkClient(ask: Ask): Promise<Finding> {
  const body = { messages: [{ role: 'user', content: 'Is this the present API?' }], streaming: true };
  const answer = await ask({ method: 'POST', path: `/v1/agents/${NOBODY}/messages`, body });
  const text = await readText(answer);
  if (answer.status !== 422 || !/stream/i.test(text)) return fine('It answers in the present shapes of the API.');
  return fail(
    'old-client',
    'The server takes us for an old client: the header X-Stainless-Package-Version does not reach it.',
    'Let the reverse proxy pass all request headers on.',
  );
}

/** Whether there is a model to talk to. */
export async function checkModels(ask: Ask): Promise<Finding> {
  const answer = await ask({ path: '/v1/models/' });
  if (answer.status >= 400)
    return fail('models-failed', `The models could not be listed (HTTP ${answer.status}).`, 'See the server log.');
  const models = await readJson(answer);
  const count = Array.isArray(models) ? models.length : 0;
  if (count > 0) return fine(`${count} ${count === 1 ? 'model is' : 'models are'} to be had.`);
  return warn(
    'no-models',
    'The server has no model.',
    'Start it with a key of a provider, such as OPENAI_API_KEY, or add a provider under Models.',
  );
}

/** Whether what the model was asked is kept, judged by the newest step there is. */
export async function checkTraces(ask: Ask): Promise<Finding> {
  const stepId = await newestStep(ask);
  if (!stepId) return skip('No agent has run yet: there is no step to look at.');
  const newer = await ask({ path: `/v1/steps/${stepId}/trace` });
  const answer = newer.status === 404 ? await ask({ path: `/v1/telemetry/${stepId}` }) : newer;
  const trace = answer.status === 200 ? await readJson(answer) : null;
  if (trace) return fine('The requests to the model are kept with every step.');
  return warn(
    'no-traces',
    'The server keeps no requests to the model: steps cannot be looked into or compared.',
    'Letta keeps them unless LETTA_TRACK_PROVIDER_TRACE=false.',
  );
}

async function newestStep(ask: Ask): Promise<string | null> {
  const [run] = ids(await readJson(await ask({ path: '/v1/runs/?limit=1' })));
  if (!run) return null;
  const [step] = ids(await readJson(await ask({ path: `/v1/runs/${encodeURIComponent(run)}/steps?limit=1` })));
  return step ? encodeURIComponent(step) : null;
}

function ids(list: unknown): string[] {
  const items = z.array(z.looseObject({ id: z.string() })).safeParse(list);
  return items.success ? items.data.map(({ id }) => id) : [];
}

/** Whether the server's clock and ours agree. */
export function checkClock(date: string | null, now: number): Finding {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return skip('The server does not tell the time.');
  const skew = theirs - now;
  if (Math.abs(skew) < SKEW_MS) return fine('Its clock agrees with this one.');
  const words = `${Math.round(Math.abs(skew) / 60_000).toLocaleString('en')} min`;
  return warn(
    'clock',
    `Its clock is ${words} ${skew > 0 ? 'ahead of' : 'behind'} this one.`,
    'Set both by a time server; until then "3 minutes ago" is not to be trusted.',
  );
}

function isPage({ headers }: Response): boolean {
  return /^(?:text\/html|application\/xhtml)/i.test(headers.get('content-type') ?? '');
}

async function readJson(answer: Response): Promise<unknown> {
  try {
    return JSON.parse(await readText(answer));
  } catch {
    return null;
  }
}

function readText({ body }: Response): Promise<string> {
  return readBeginning(body, LONGEST_TEXT);
}
